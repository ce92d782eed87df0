package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a fact that was recorded just now has led to: where it stands in the log, and how it moved the score.
///
/// @param words such as `Reported met, as fact #12`
/// @param href the place on the page where it is listed
/// @param score how the score moved; null where nobody has one
record RecordedNote(String words, String href, @Nullable String score) {

    /// @param factId as the address has it; anything else than a fact of the commitment says nothing
    static @Nullable RecordedNote of(
            Reading reading,
            @Nullable String factId,
            List<StoredFact> stored,
            FoldedCommitment folded,
            Standing standing) {
        for (int i = 0; i < stored.size(); i++) {
            if (stored.get(i).factId().equals(factId)) {
                CommitmentEvent event = folded.events().get(i);
                return new RecordedNote(
                        Words.of(event) + ", as fact #"
                                + Words.number(stored.get(i).position()),
                        "#" + FactItem.anchor(stored.get(i).factId()),
                        score(reading, event.envelope().rec(), standing));
            }
        }
        return null;
    }

    /// The score as it was known a second before, and as it is known now.
    private static @Nullable String score(Reading reading, Instant rec, Standing standing) {
        String customer = standing.customer();
        Direction direction = standing.direction();
        if (customer == null || direction == null || !reading.time().isNow()) {
            return null;
        }
        CommitmentFilter filter = new CommitmentFilter(customer, null, null, direction, null, null, null);
        ReadAt now = reading.at();
        ReadAt before = new ReadAt(now.asOf(), rec.minusSeconds(1));
        Policy policy = Policy.kyw1();
        long was = reading.ledger().scores().score(filter, policy, before).points();
        long is = reading.ledger().scores().score(filter, policy, now).points();
        String whose = customer + ", " + Words.of(direction).toLowerCase(Locale.ROOT) + ": ";
        return was == is
                ? whose + "the score stays at " + ScorePanel.tenths(is)
                : whose + "the score moved from " + ScorePanel.tenths(was) + " to " + ScorePanel.tenths(is);
    }
}
