package dev.kept.domain.scoring;

import java.math.BigInteger;

/// The decayed sums a score is read from, all against the same landmark.
///
/// @param landmark the block of days the weights are counted from, at the policy's half-life
/// @param g the weight of the day of reading
/// @param standard sums of class `S` at the policy's half-life
/// @param trivial sums of class `T` at the policy's half-life
/// @param trendG the weight of the day of reading at the trend's half-life
/// @param promises how many promises counted, undecayed
/// @param weightMilli their weight, undecayed
/// @param streak how many promises counted after the last day with a broken one
record Totals(
        int landmark,
        BigInteger g,
        ClassTotals standard,
        ClassTotals trivial,
        BigInteger trendG,
        ClassTotals trendStandard,
        ClassTotals trendTrivial,
        long promises,
        long weightMilli,
        long streak) {

    /// Sums of one class: weight, credit, proven credit, variance of the evidence, promises, early and extended ones.
    record ClassTotals(
            BigInteger weight,
            BigInteger credit,
            BigInteger proven,
            BigInteger variance,
            BigInteger n,
            BigInteger early,
            BigInteger ext) {}

    /// The totals of a state, summed afresh.
    static Totals of(ScoreState state, Policy policy, int asOfDay) {
        RunningSums sums = new RunningSums(policy, asOfDay);
        sums.merge(state);
        return sums.totals(asOfDay);
    }
}
