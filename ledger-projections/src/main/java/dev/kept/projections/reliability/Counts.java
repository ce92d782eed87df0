package dev.kept.projections.reliability;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
}
