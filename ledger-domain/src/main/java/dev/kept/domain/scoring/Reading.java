package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Bounds.PPM;
import static java.math.BigInteger.ZERO;

import dev.kept.domain.scoring.Score.Flag;
import dev.kept.domain.scoring.Score.RangeReason;
import dev.kept.domain.scoring.Score.TrendLabel;
import dev.kept.domain.scoring.Score.Verdict;
import dev.kept.domain.scoring.Totals.ClassTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a score from decayed sums: a fraction of two whole numbers, rounded once, at the very end.
///
/// While class `T` weighs more than its cap, its mean counts with the cap's weight instead; numerator and denominator
/// are then multiplied by the weight of `T`, so that nothing is divided before its time.
final class Reading {
    private static final long CERTAINTY_MICRO = 100 * PPM;
    private static final BigInteger MILLION = big(PPM);
    private static final BigInteger TRILLION = MILLION.multiply(MILLION);

    private final Policy policy;
    private final Totals totals;
    private final ClassTotals standard;
    private final ClassTotals trivial;
    private final BigInteger g;
    private final BigInteger cap;
    private final boolean capped;
    private final BigInteger weight;
    private final BigInteger num;
    private final BigInteger den;

    Reading(Policy policy, Totals totals) {
        this.policy = policy;
        this.totals = totals;
        standard = totals.standard();
        trivial = totals.trivial();
        g = totals.g();
        cap = g.multiply(big(policy.trivialCapMilli()));
        capped = trivial.weight().compareTo(cap) > 0;
        weight = standard.weight().add(trivial.weight());
        num = numerator(standard.credit(), trivial.credit());
        BigInteger prior = g.multiply(big(policy.prior().strengthMilli()));
        den = (capped ? prior.add(standard.weight()).add(cap).multiply(trivial.weight()) : prior.add(weight))
                .multiply(MILLION);
    }

    static Score read(Policy policy, String policyHash, Totals totals) {
        return new Reading(policy, totals).score(policyHash);
    }

    Score score(String policyHash) {
        long points = rounded(num.multiply(big(CERTAINTY_MICRO)), den);
        long recordWeight = recordWeight();
        long evidence = evidence(recordWeight);
        Wilson range = new Wilson(policy, evidence);
        long lower = range.lower(numerator(standard.proven(), trivial.proven()), den);
        long upper = range.upper(num, den);
        long trend = trend();
        boolean rated = evidence >= policy.verdict().minEvidenceMicro();
        Policy.@Nullable Grade grade = rated ? grade() : null;
        return new Score(
                policy.id(),
                policyHash,
                points,
                policy.prior().meanPpm() * 100,
                lower,
                upper,
                recordWeight,
                evidence,
                trend,
                totals.promises(),
                grade == null ? "-" : grade.name(),
                rated ? verdict(points, lower, upper) : Verdict.NOT_ENOUGH_EVIDENCE,
                label(trend),
                totals.streak(),
                grade == null || grade.fromPpm() == 0 ? null : reserveAbove(grade.fromPpm()),
                rated ? passReserve() : null,
                flags(trend),
                rangeReasons(rated));
    }

    /// The denominator of the score, and of every entry's share in it.
    BigInteger denominator() {
        return den;
    }

    /// What an entry's share is multiplied by to stand over [#denominator]: 1, or while capped what evens out the caps.
    BigInteger factor(Entry.WeightClass weightClass) {
        if (!capped) {
            return BigInteger.ONE;
        }
        return switch (weightClass) {
            case S -> trivial.weight();
            case T -> cap;
        };
    }

    private BigInteger numerator(BigInteger standardCredit, BigInteger trivialCredit) {
        BigInteger prior = g.multiply(big(policy.prior().strengthMilli()))
                .multiply(big(policy.prior().meanPpm()));
        BigInteger certain = prior.add(standardCredit);
        return capped
                ? certain.multiply(trivial.weight()).add(trivialCredit.multiply(cap))
                : certain.add(trivialCredit);
    }

    private long recordWeight() {
        BigInteger counted = standard.weight().add(trivial.weight().min(cap));
        return counted.multiply(big(1000)).divide(g).longValueExact();
    }

    private long evidence(long recordWeight) {
        if (recordWeight == 0) {
            return 0;
        }
        return kish().min(big(recordWeight))
                .min(big(policy.interval().maxEvidenceMicro()))
                .longValueExact();
    }

    /// Kish's effective number of promises, less what promises of one day have in common.
    private BigInteger kish() {
        if (!capped) {
            return TRILLION.multiply(weight.pow(2)).divide(standard.variance().add(trivial.variance()));
        }
        BigInteger trivialSquare = trivial.weight().pow(2);
        BigInteger variance = standard.variance()
                .multiply(trivialSquare)
                .add(trivial.variance().multiply(cap.pow(2)));
        return TRILLION.multiply(standard.weight().add(cap).pow(2))
                .multiply(trivialSquare)
                .divide(variance);
    }

    private Verdict verdict(long points, long lower, long upper) {
        long mark = policy.verdict().passPpm() * 100;
        if (lower >= mark) {
            return Verdict.PASS;
        }
        if (upper < mark) {
            return Verdict.FAIL;
        }
        if (upper - lower > policy.verdict().maxWidthMicro()) {
            return Verdict.NOT_ENOUGH_EVIDENCE;
        }
        return points >= mark ? Verdict.PASS : Verdict.FAIL;
    }

    private Policy.Grade grade() {
        for (Policy.Grade grade : policy.grades()) {
            if (above(grade.fromPpm()).signum() >= 0) {
                return grade;
            }
        }
        throw new IllegalStateException("expected a grade from 0, got " + policy.grades());
    }

    /// How far the score lies above a mark, in millionths of the denominator.
    private BigInteger above(long markPpm) {
        return num.multiply(MILLION).subtract(den.multiply(big(markPpm)));
    }

    private long reserveAbove(long markPpm) {
        return floor(above(markPpm), typicalPromise().multiply(big(markPpm)));
    }

    private long passReserve() {
        long mark = policy.verdict().passPpm();
        return above(mark).signum() >= 0
                ? reserveAbove(mark)
                : floor(above(mark), typicalPromise().multiply(big(PPM - mark)));
    }

    /// The weight a typical further promise would have today, over the same denominator.
    private BigInteger typicalPromise() {
        BigInteger n = standard.n().add(trivial.n());
        BigInteger least = big(Math.max(1, policy.trivialBelowMilli()));
        BigInteger typical = n.signum() > 0 ? weight.divide(n).max(least) : least;
        BigInteger unit = typical.multiply(g).multiply(MILLION);
        return capped ? unit.multiply(trivial.weight()) : unit;
    }

    /// The fast score less the slow one; the fast one starts from the record's own mean instead of the prior.
    private long trend() {
        long centre = centre();
        BigInteger strength = totals.trendG().multiply(big(policy.trend().strengthMilli()));
        BigInteger fastCap = totals.trendG().multiply(big(policy.trivialCapMilli()));
        ClassTotals fastStandard = totals.trendStandard();
        ClassTotals fastTrivial = totals.trendTrivial();
        BigInteger start = strength.multiply(big(centre));
        BigInteger sure = start.add(fastStandard.credit().multiply(big(100)));
        BigInteger trivialCredit = fastTrivial.credit().multiply(big(100));
        BigInteger sureWeight = strength.add(fastStandard.weight());
        if (fastTrivial.weight().compareTo(fastCap) <= 0) {
            return rounded(sure.add(trivialCredit), sureWeight.add(fastTrivial.weight())) - centre;
        }
        BigInteger credit = sure.multiply(fastTrivial.weight()).add(trivialCredit.multiply(fastCap));
        return rounded(credit, sureWeight.add(fastCap).multiply(fastTrivial.weight())) - centre;
    }

    private long centre() {
        BigInteger credit = capped
                ? standard.credit()
                        .multiply(trivial.weight())
                        .add(trivial.credit().multiply(cap))
                : standard.credit().add(trivial.credit());
        BigInteger of = capped ? standard.weight().add(cap).multiply(trivial.weight()) : weight;
        long priorPoints = policy.prior().meanPpm() * 100;
        return of.signum() == 0 ? priorPoints : rounded(credit.multiply(big(100)), of);
    }

    private TrendLabel label(long trend) {
        if (trend >= policy.trend().stepMicro()) {
            return TrendLabel.UP;
        }
        return trend <= -policy.trend().stepMicro() ? TrendLabel.DOWN : TrendLabel.STEADY;
    }

    private List<Flag> flags(long trend) {
        BigInteger credit = standard.credit().add(trivial.credit());
        BigInteger proven = standard.proven().add(trivial.proven());
        BigInteger n = standard.n().add(trivial.n());
        BigInteger early = standard.early().add(trivial.early());
        BigInteger ext = standard.ext().add(trivial.ext());
        boolean many = n.compareTo(g.multiply(BigInteger.TEN)) >= 0;
        List<Flag> flags = new ArrayList<>();
        if (isMoreThan(credit.subtract(proven), 25, credit)) {
            flags.add(Flag.UNPROVEN_CLAIMS);
        }
        if (many && !isMoreThan(n.subtract(early), 40, n)) {
            flags.add(Flag.PADDED_DATES);
        }
        if (many && !isMoreThan(n.subtract(ext), 75, n)) {
            flags.add(Flag.OFTEN_EXTENDED);
        }
        if (capped) {
            flags.add(Flag.TRIVIAL_CAP);
        }
        if (trend <= -policy.trend().alertMicro()) {
            flags.add(Flag.SLIPPING);
        }
        return flags;
    }

    private List<RangeReason> rangeReasons(boolean rated) {
        List<RangeReason> reasons = new ArrayList<>();
        if (!rated) {
            reasons.add(RangeReason.THIN_RECORD);
        }
        if (isMoreThan(g.multiply(big(totals.weightMilli())), 200, weight)) {
            reasons.add(RangeReason.STALE_RECORD);
        }
        if (!standard.credit().equals(standard.proven()) || !trivial.credit().equals(trivial.proven())) {
            reasons.add(RangeReason.UNPROVEN_SHARE);
        }
        if (capped) {
            reasons.add(RangeReason.TRIVIAL_CAP);
        }
        return reasons;
    }

    private static boolean isMoreThan(BigInteger part, long percent, BigInteger whole) {
        return part.multiply(big(100)).compareTo(whole.multiply(big(percent))) > 0;
    }

    /// Half up, of a numerator that is not negative.
    private static long rounded(BigInteger num, BigInteger den) {
        return num.shiftLeft(1).add(den).divide(den.shiftLeft(1)).longValueExact();
    }

    /// Rounded down, also below zero.
    private static long floor(BigInteger num, BigInteger den) {
        BigInteger[] parts = num.divideAndRemainder(den);
        return (parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    /// The range around the score: Wilson's interval, in whole numbers.
    private static final class Wilson {
        private final BigInteger n;
        private final BigInteger z;

        Wilson(Policy policy, long evidence) {
            n = big(Math.addExact(1000 * policy.prior().strengthMilli(), evidence));
            z = big(policy.interval().zMilli()).pow(2);
        }

        long lower(BigInteger num, BigInteger den) {
            BigInteger p = TRILLION.multiply(num).divide(den);
            return end(middle(p).subtract(reach(p)));
        }

        long upper(BigInteger num, BigInteger den) {
            BigInteger p = TRILLION.multiply(num).divide(den);
            return end(middle(p).add(reach(p)));
        }

        private BigInteger middle(BigInteger p) {
            return n.multiply(p).shiftLeft(1).add(z.multiply(TRILLION));
        }

        private BigInteger reach(BigInteger p) {
            BigInteger spread = n.multiply(p).multiply(TRILLION.subtract(p)).shiftLeft(2);
            return z.multiply(z.multiply(TRILLION.pow(2)).add(spread)).sqrt();
        }

        private long end(BigInteger twice) {
            BigInteger end = twice.multiply(big(CERTAINTY_MICRO))
                    .divide(n.add(z).shiftLeft(1).multiply(TRILLION));
            return end.max(ZERO).min(big(CERTAINTY_MICRO)).longValueExact();
        }
    }
}
