package dev.kept.projections.commitment;

import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.store.FactReader;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A commitment's row: how it stands by all its facts, and for which other readings it has to be folded again.
///
/// @param earliestAt when its earliest fact happened, UTC epoch seconds like the following
/// @param sealed the statement, if the log holds it sealed
/// @param otherCustomers whom it belongs to under other readings, in order; null if to nobody else
record FoldedRow(
        CommitmentView view,
        long earliestAt,
        long earliestRec,
        long lastAt,
        long lastRec,
        @Nullable List<String> otherCustomers,
        @Nullable List<String> otherPromisors,
        long lastPosition,
        FactReader.@Nullable SealedStatement sealed) {
    static FoldedRow of(FoldedCommitment folded, long lastPosition) {
        CommitmentView view = folded.now();
        long earliestAt = Long.MAX_VALUE;
        long earliestRec = Long.MAX_VALUE;
        long lastAt = Long.MIN_VALUE;
        long lastRec = Long.MIN_VALUE;
        for (CommitmentEvent event : folded.events()) {
            Envelope envelope = event.envelope();
            earliestAt = Math.min(earliestAt, envelope.at().getEpochSecond());
            earliestRec = Math.min(earliestRec, envelope.rec().getEpochSecond());
            lastAt = Math.max(lastAt, envelope.at().getEpochSecond());
            lastRec = Math.max(lastRec, envelope.rec().getEpochSecond());
        }
        return new FoldedRow(
                view,
                earliestAt,
                earliestRec,
                lastAt,
                lastRec,
                others(
                        folded.events(),
                        view.standing().customer(),
                        made -> made.terms().customer(),
                        Patch::customer),
                others(
                        folded.events(),
                        view.standing().promisor(),
                        made -> made.terms().promisor(),
                        Patch::promisor),
                lastPosition,
                folded.sealedStatement());
    }

    /// In the clear only where the log itself holds it so.
    @Nullable String statement() {
        return sealed == null ? view.statement() : null;
    }

    /// Every name that any fact has given, but the one that stands.
    private static @Nullable List<String> others(
            List<CommitmentEvent> events,
            @Nullable String standing,
            Function<CommitmentEvent.CommitmentMade, String> promised,
            Function<Patch, @Nullable String> patched) {
        TreeSet<String> others = null;
        for (CommitmentEvent event : events) {
            String name = switch (event) {
                case CommitmentEvent.CommitmentMade made -> promised.apply(made);
                case CommitmentEvent.FactCorrected corrected ->
                    corrected.with() == null
                            ? null
                            : patched.apply(corrected.with().fields());
                default -> null;
            };
            if (name != null && !Objects.equals(name, standing)) {
                others = others == null ? new TreeSet<>() : others;
                others.add(name);
            }
        }
        return others == null ? null : List.copyOf(others);
    }
}
