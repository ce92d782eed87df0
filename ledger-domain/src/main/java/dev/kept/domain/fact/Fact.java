package dev.kept.domain.fact;

import static java.util.Objects.requireNonNull;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One reported event about one commitment, reduced to what outcomes and scores are derived from.
///
/// @param id unique; ties in time are broken by it
/// @param at when it happened, UTC epoch seconds, fractions floored
/// @param rec when it became known, UTC epoch seconds, fractions floored
/// @param by who says it; of a renegotiation, who asked for it
/// @param evidence as stated; confirmations may raise it (see [EffectiveFacts])
/// @param correction what a `corrected` fact does to its target
public record Fact(
        String id,
        String commitment,
        FactType type,
        long at,
        long rec,
        Party by,
        Evidence evidence,
        Details details,
        @Nullable Correction correction) {

    /// The order in which facts became known; corrections and the choice among several promises go by it.
    public static final Comparator<Fact> BY_RECORDING =
            Comparator.comparingLong(Fact::rec).thenComparing(Fact::id);

    /// The order in which facts happened; everything else goes by it.
    public static final Comparator<Fact> BY_OCCURRENCE =
            Comparator.comparingLong(Fact::at).thenComparing(Fact::id);

    public Fact {
        requireNonNull(id);
        requireNonNull(commitment);
        requireNonNull(type);
        requireNonNull(by);
        requireNonNull(evidence);
        requireNonNull(details);
        Times.checked("rec", rec);
        Times.checked("at", at);
    }

    /// A fact as the promisor itself states it, without details.
    public static Fact of(String id, String commitment, FactType type, long at, long rec) {
        return new Fact(id, commitment, type, at, rec, Party.PROMISOR, Evidence.SELF, Details.NONE, null);
    }

    public Fact withAt(long newAt) {
        return new Fact(id, commitment, type, newAt, rec, by, evidence, details, correction);
    }

    public Fact withBy(Party newBy) {
        return new Fact(id, commitment, type, at, rec, newBy, evidence, details, correction);
    }

    public Fact withEvidence(Evidence newEvidence) {
        return new Fact(id, commitment, type, at, rec, by, newEvidence, details, correction);
    }

    public Fact withDetails(Details newDetails) {
        return new Fact(id, commitment, type, at, rec, by, evidence, newDetails, correction);
    }

    public Fact withCorrection(Correction newCorrection) {
        return new Fact(id, commitment, type, at, rec, by, evidence, details, newCorrection);
    }

    /// This fact with the patch's fields in place of its own; `id`, `commitment` and `rec` stay.
    Fact patched(Patch patch) {
        FactType newType = patch.type();
        Long newAt = patch.at();
        Party newBy = patch.by();
        Evidence newEvidence = patch.evidence();
        return new Fact(
                id,
                commitment,
                newType == null ? type : newType,
                newAt == null ? at : newAt,
                rec,
                newBy == null ? by : newBy,
                newEvidence == null ? evidence : newEvidence,
                details.overwrittenBy(patch.details()),
                correction);
    }

    boolean knownBefore(Fact other) {
        return BY_RECORDING.compare(this, other) < 0;
    }
}
