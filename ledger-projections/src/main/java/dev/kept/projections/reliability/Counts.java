package dev.kept.projections.reliability;

import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many promises came to what.
///
/// @param made every promise with known terms, voided ones left out
/// @param withdrawn by either side; `withdrawnByPromisor` of them count against the promisor
/// @param open without an outcome; `openOverdue` of them were due before the reading's time
/// @param keptStreak the longest run of promises kept on time, in the order in which they were settled
/// @param brokenStreak the longest run of promises that were late, partly kept, missed or withdrawn by the promisor
/// @param currentStreak the run that still goes on: positive kept, negative broken
public record Counts(
        long made,
        long onTime,
        long late,
        long partly,
        long missed,
        long withdrawn,
        long withdrawnByPromisor,
        long released,
        long voided,
        long open,
        long openOverdue,
        long keptStreak,
        long brokenStreak,
        long currentStreak) {
    private static final int RATE_DIGITS = 6;

    /// On time / (on time + late + partly + missed + withdrawn by the promisor), six digits; nothing before the first.
    public Optional<BigDecimal> rate() {
        long settled = onTime + late + partly + missed + withdrawnByPromisor;
        return settled == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(onTime)
                        .divide(BigDecimal.valueOf(settled), RATE_DIGITS, RoundingMode.HALF_UP));
    }

    /// Adds up commitments of one key.
    public static final class Tally {
        private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        private final List<Settled> settled = new ArrayList<>();
        private long overdue;
        private long withdrawnByPromisor;

        private record Settled(long at, String commitment, boolean kept) {}

        public void add(CommitmentView view) {
            Standing standing = view.standing();
            outcomes.merge(standing.outcome(), 1, Integer::sum);
            if (standing.flags().contains(Flag.OVERDUE)) {
                overdue++;
            }
            boolean byPromisor = standing.outcome() == Outcome.WITHDRAWN && standing.withdrawnBy() == Party.PROMISOR;
            if (byPromisor) {
                withdrawnByPromisor++;
            }
            Long at = standing.settledAt();
            boolean counts = switch (standing.outcome()) {
                case MET, MET_LATE, PARTLY_MET, MISSED -> true;
                case WITHDRAWN -> byPromisor;
                case OPEN, RELEASED, VOIDED, AWAITING_TERMS -> false;
            };
            if (counts && at != null) {
                settled.add(new Settled(at, view.commitment(), standing.outcome() == Outcome.MET));
            }
        }

        public Counts counts() {
            settled.sort(Comparator.comparingLong(Settled::at).thenComparing(Settled::commitment));
            long kept = 0;
            long broken = 0;
            long run = 0;
            for (Settled one : settled) {
                run = one.kept() ? Math.max(run, 0) + 1 : Math.min(run, 0) - 1;
                kept = Math.max(kept, run);
                broken = Math.max(broken, -run);
            }
            long made = outcomes.entrySet().stream()
                    .filter(entry -> entry.getKey() != Outcome.VOIDED && entry.getKey() != Outcome.AWAITING_TERMS)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            return new Counts(
                    made,
                    count(Outcome.MET),
                    count(Outcome.MET_LATE),
                    count(Outcome.PARTLY_MET),
                    count(Outcome.MISSED),
                    count(Outcome.WITHDRAWN),
                    withdrawnByPromisor,
                    count(Outcome.RELEASED),
                    count(Outcome.VOIDED),
                    count(Outcome.OPEN),
                    overdue,
                    kept,
                    broken,
                    run);
        }

        private long count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0);
        }
    }
}
