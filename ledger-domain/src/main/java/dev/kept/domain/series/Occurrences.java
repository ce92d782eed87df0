package dev.kept.domain.series;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.recurrence.Unit;
import java.util.Map;
import java.util.Optional;

/// How an occurrence of a series becomes a commitment, and how that is known again.
public final class Occurrences {
    /// The source of promises that the ledger makes of series.
    public static final String SOURCE = "kept.series";

    private Occurrences() {}

    /// Its key is the commitment's name, so making it again changes nothing; its cause is the definition it was made
    /// of.
    public static CommitmentCommand.MakeCommitment make(SeriesDefined definition, Series.Occurrence occurrence) {
        Claim claim = new Claim(
                new CommitmentId(occurrence.commitment()),
                occurrence.makeAt(),
                null,
                Party.SYSTEM,
                SOURCE,
                Evidence.SYSTEM,
                null,
                new IdempotencyKey(SOURCE, occurrence.commitment()),
                null,
                definition.factId(),
                Map.of());
        return new CommitmentCommand.MakeCommitment(
                claim, definition.series().terms().withDue(occurrence.due()));
    }

    /// Whether a commitment of this name can be an occurrence at all.
    public static boolean mayBe(String commitment) {
        return commitment.indexOf(Series.SEPARATOR) > 0;
    }

    /// The period for which the ledger made this promise of a series; nothing for any other promise.
    public static Optional<Unit.Period> period(CommitmentEvent.CommitmentMade made) {
        String series = made.terms().series();
        String commitment = made.envelope().commitment().value();
        return series != null
                        && made.envelope().key().source().equals(SOURCE)
                        && commitment.startsWith(series + Series.SEPARATOR)
                ? Unit.parse(commitment.substring(series.length() + 1))
                : Optional.empty();
    }
}
