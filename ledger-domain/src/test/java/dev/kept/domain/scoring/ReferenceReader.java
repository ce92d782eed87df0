package dev.kept.domain.scoring;

import dev.kept.domain.scoring.Score.Flag;
import dev.kept.domain.scoring.Score.RangeReason;
import dev.kept.domain.scoring.Score.TrendLabel;
import dev.kept.domain.scoring.Score.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sections 6 and 7 of the specification in exact fractions: no landmark, no running sums, today's weight is 1.
final class ReferenceReader {
    private static final long PPM = 1_000_000;
    private static final Map<List<Integer>, BigInteger[]> TABLES = new HashMap<>();

    /// One class's sums on the day of reading, in promises.
    private static final class Sums {
        Ratio weight = Ratio.ZERO;
        Ratio credit = Ratio.ZERO;
        Ratio proven = Ratio.ZERO;
        Ratio variance = Ratio.ZERO;
        Ratio n = Ratio.ZERO;
        Ratio early = Ratio.ZERO;
        Ratio ext = Ratio.ZERO;
    }

    final EnumSet<Fault> faults;
    final Policy policy;
    final int today;
    final Map<String, List<Long>> counted = new TreeMap<>();
    final Ratio prior;
    final Ratio strength;
    final Ratio cap;

    ReferenceReader(Map<String, List<Long>> state, Policy policy, int today, EnumSet<Fault> faults) {
        this.faults = faults;
        this.policy = policy;
        this.today = today;
        prior = Ratio.of(policy.prior().meanPpm(), PPM);
        strength = Ratio.of(policy.prior().strengthMilli(), 1000);
        cap = Ratio.of(faults.contains(Fault.TRIVIA_UNCAPPED) ? 1_000_000_000L : policy.trivialCapMilli(), 1000);
        state.forEach((key, sums) -> {
            if (counts(key.startsWith("pending "), Integer.parseInt(key.substring(10)))) {
                counted.merge(key.substring(8), sums, ReferenceModel::plus);
            }
        });
    }

    boolean counts(boolean pending, int day) {
        int grace = faults.contains(Fault.NO_DAYS_OF_GRACE) ? 0 : policy.overdueGraceDays();
        return !pending || !faults.contains(Fault.SILENCE_NEVER_COUNTS) && day + grace < today;
    }

    Ratio decay(int day, int halfLife) {
        int blocks = Math.floorDiv(day, halfLife) - Math.floorDiv(today, halfLife);
        BigInteger[] table = table(halfLife);
        Ratio exact = new Ratio(
                table[Math.floorMod(day, halfLife)].shiftLeft(Math.max(0, blocks)),
                table[Math.floorMod(today, halfLife)].shiftLeft(Math.max(0, -blocks)));
        return faults.contains(Fault.DECAY_ROUNDED_AT_READING)
                ? Ratio.of(exact.times(PPM).rounded(), PPM)
                : exact;
    }

    private BigInteger[] table(int halfLife) {
        return TABLES.computeIfAbsent(List.of(halfLife, policy.tableBits()), _ -> {
            BigInteger[] entries = new BigInteger[halfLife];
            for (int j = 0; j < halfLife; j++) {
                entries[j] = tableEntry(halfLife, policy.tableBits(), j);
            }
            return entries;
        });
    }

    Sums sums(String weightClass, int halfLife) {
        Sums sums = new Sums();
        counted.forEach((key, of) -> {
            if (!key.startsWith(weightClass)) {
                return;
            }
            Ratio g = decay(Integer.parseInt(key.substring(2)), halfLife);
            Ratio w = Ratio.of(of.get(1), 1000);
            Ratio squares = Ratio.of(of.get(4), PPM);
            Ratio rho = faults.contains(Fault.PROMISES_OF_A_DAY_ARE_INDEPENDENT)
                    ? Ratio.ZERO
                    : Ratio.of(policy.interval().sameDayCorrelationPpm(), PPM);
            Ratio variance = squares.plus(rho.times(w.times(w).minus(squares)));
            sums.weight = sums.weight.plus(w.times(g));
            sums.credit = sums.credit.plus(Ratio.of(of.get(2), 1000 * PPM).times(g));
            sums.proven = sums.proven.plus(Ratio.of(of.get(3), 1000 * PPM).times(g));
            sums.variance = sums.variance.plus(variance.times(g).times(g));
            sums.n = sums.n.plus(g.times(of.get(0)));
            sums.early = sums.early.plus(g.times(of.get(6)));
            sums.ext = sums.ext.plus(g.times(of.get(7)));
        });
        return sums;
    }

    /// What is left of class T's sums once they are scaled down to its cap.
    Ratio scale(Sums trivial) {
        return trivial.weight.compareTo(cap) > 0 ? cap.by(trivial.weight) : Ratio.of(1);
    }

    Score score() {
        Sums s = sums("S", policy.halfLifeDays());
        Sums t = sums("T", policy.halfLifeDays());
        Ratio f = scale(t);
        Ratio weight = s.weight.plus(t.weight.times(f));
        Ratio all = strength.plus(weight);
        Ratio score =
                strength.times(prior).plus(s.credit).plus(t.credit.times(f)).by(all);
        Ratio proven = faults.contains(Fault.LOWER_END_BELIEVES_CLAIMS)
                ? score
                : strength.times(prior).plus(s.proven).plus(t.proven.times(f)).by(all);
        BigInteger we = weight.times(PPM).floor();
        BigInteger ne = BigInteger.ZERO;
        if (we.signum() > 0) {
            Ratio variance = s.variance.plus(t.variance.times(f).times(f));
            ne = weight.times(weight)
                    .by(variance)
                    .times(PPM)
                    .floor()
                    .min(we)
                    .min(BigInteger.valueOf(policy.interval().maxEvidenceMicro()));
        }
        long evidence = ne.longValueExact();
        boolean rated = evidence >= policy.verdict().minEvidenceMicro();
        long points = score.times(100 * PPM).rounded();
        long lower = end(proven, evidence, -1);
        long upper = end(score, evidence, 1);
        long trend = trend(s, t);
        Policy.Grade grade = policy.grades().stream()
                .filter(candidate -> score.compareTo(Ratio.of(candidate.fromPpm(), PPM)) >= 0)
                .findFirst()
                .orElseThrow();
        Ratio promises = s.n.plus(t.n);
        BigInteger typical = BigInteger.valueOf(Math.max(1, policy.trivialBelowMilli()));
        if (promises.signum() > 0) {
            typical = s.weight.plus(t.weight).times(1000).by(promises).floor().max(typical);
        }
        Ratio unit = new Ratio(typical, BigInteger.valueOf(1000));
        boolean passing = score.compareTo(Ratio.of(policy.verdict().passPpm(), PPM)) >= 0;
        return new Score(
                policy.id(),
                policy.hash(),
                points,
                policy.prior().meanPpm() * 100,
                lower,
                upper,
                we.longValueExact(),
                evidence,
                trend,
                counted.values().stream().mapToLong(List::getFirst).sum(),
                rated ? grade.name() : "-",
                verdict(rated, points, lower, upper),
                trend >= policy.trend().stepMicro()
                        ? TrendLabel.UP
                        : -trend >= policy.trend().stepMicro() ? TrendLabel.DOWN : TrendLabel.STEADY,
                streak(),
                rated && grade.fromPpm() > 0 ? misses(score, all, unit, grade.fromPpm(), true) : null,
                rated ? misses(score, all, unit, policy.verdict().passPpm(), passing) : null,
                flags(s, t, trend),
                rangeReasons(s, t, rated));
    }

    /// How many promises of a typical weight move the score to a mark: misses from above, kept ones from below.
    Long misses(Ratio score, Ratio all, Ratio unit, long markPpm, boolean above) {
        Ratio mark = Ratio.of(markPpm, PPM);
        Ratio each = unit.times(above ? mark : Ratio.of(1).minus(mark));
        Ratio exact = score.minus(mark).times(all).by(each);
        return faults.contains(Fault.RESERVE_ROUNDED_TOWARDS_ZERO)
                ? exact.num().divide(exact.den()).longValueExact()
                : exact.floor().longValueExact();
    }

    long end(Ratio score, long evidence, int side) {
        BigInteger trillion = BigInteger.TEN.pow(12);
        BigInteger n = BigInteger.valueOf(1000 * policy.prior().strengthMilli() + evidence);
        BigInteger z = BigInteger.valueOf(policy.interval().zMilli()).pow(2);
        BigInteger p = score.times(Ratio.of(1_000_000_000_000L)).floor();
        BigInteger a = n.multiply(p).multiply(BigInteger.TWO).add(z.multiply(trillion));
        BigInteger four = BigInteger.valueOf(4).multiply(n).multiply(p).multiply(trillion.subtract(p));
        BigInteger root = z.multiply(z.multiply(trillion.pow(2)).add(four)).sqrt();
        BigInteger top = a.add(root.multiply(BigInteger.valueOf(side)));
        BigInteger bottom = n.add(z).multiply(BigInteger.TWO).multiply(trillion);
        long end = new Ratio(top.multiply(BigInteger.valueOf(100 * PPM)), bottom)
                .floor()
                .longValueExact();
        return Math.clamp(end, 0, 100 * PPM);
    }

    Verdict verdict(boolean rated, long points, long lower, long upper) {
        long mark = policy.verdict().passPpm() * 100;
        boolean narrow = upper - lower <= policy.verdict().maxWidthMicro();
        if (rated && (lower >= mark || upper >= mark && narrow && points >= mark)) {
            return Verdict.PASS;
        }
        return rated && (upper < mark || narrow) ? Verdict.FAIL : Verdict.NOT_ENOUGH_EVIDENCE;
    }

    long trend(Sums s, Sums t) {
        Ratio f = scale(t);
        Ratio weight = s.weight.plus(t.weight.times(f));
        long centre = weight.signum() == 0
                ? policy.prior().meanPpm() * 100
                : s.credit.plus(t.credit.times(f)).by(weight).times(100 * PPM).rounded();
        Sums fastS = sums("S", policy.trend().halfLifeDays());
        Sums fastT = sums("T", policy.trend().halfLifeDays());
        Ratio fastF = scale(fastT);
        Ratio q = Ratio.of(policy.trend().strengthMilli(), 1000);
        Ratio credit = fastS.credit.plus(fastT.credit.times(fastF)).times(100 * PPM);
        return q.times(centre)
                        .plus(credit)
                        .by(q.plus(fastS.weight).plus(fastT.weight.times(fastF)))
                        .rounded()
                - centre;
    }

    long streak() {
        int last = counted.entrySet().stream()
                .filter(of -> of.getValue().get(5) > 0)
                .mapToInt(of -> Integer.parseInt(of.getKey().substring(2)))
                .max()
                .orElse(Integer.MIN_VALUE);
        return counted.entrySet().stream()
                .filter(of -> Integer.parseInt(of.getKey().substring(2)) > last)
                .mapToLong(of -> of.getValue().getFirst())
                .sum();
    }

    List<Flag> flags(Sums s, Sums t, long trend) {
        List<Flag> flags = new ArrayList<>();
        Ratio credit = s.credit.plus(t.credit);
        Ratio unproven = credit.minus(s.proven).minus(t.proven);
        Ratio n = s.n.plus(t.n);
        boolean many = n.compareTo(Ratio.of(10)) >= 0;
        if (unproven.compareTo(credit.times(Ratio.of(1, 4))) > 0) {
            flags.add(Flag.UNPROVEN_CLAIMS);
        }
        if (many && s.early.plus(t.early).compareTo(n.times(Ratio.of(3, 5))) >= 0) {
            flags.add(Flag.PADDED_DATES);
        }
        if (many && s.ext.plus(t.ext).compareTo(n.times(Ratio.of(1, 4))) >= 0) {
            flags.add(Flag.OFTEN_EXTENDED);
        }
        if (t.weight.compareTo(cap) > 0) {
            flags.add(Flag.TRIVIAL_CAP);
        }
        if (trend <= -policy.trend().alertMicro()) {
            flags.add(Flag.SLIPPING);
        }
        return flags;
    }

    List<RangeReason> rangeReasons(Sums s, Sums t, boolean rated) {
        List<RangeReason> reasons = new ArrayList<>();
        Ratio fresh =
                Ratio.of(counted.values().stream().mapToLong(of -> of.get(1)).sum(), 1000);
        if (!rated) {
            reasons.add(RangeReason.THIN_RECORD);
        }
        if (fresh.compareTo(s.weight.plus(t.weight).times(2)) > 0) {
            reasons.add(RangeReason.STALE_RECORD);
        }
        if (!s.credit.equals(s.proven) || !t.credit.equals(t.proven)) {
            reasons.add(RangeReason.UNPROVEN_SHARE);
        }
        if (t.weight.compareTo(cap) > 0) {
            reasons.add(RangeReason.TRIVIAL_CAP);
        }
        return reasons;
    }

    List<Contribution> reasons(Score score, Map<String, List<Entry>> entries) {
        record Part(Contribution floor, Ratio rest) {}
        Sums t = sums("T", policy.halfLifeDays());
        Ratio f = scale(t);
        Ratio all = strength.plus(sums("S", policy.halfLifeDays()).weight).plus(t.weight.times(f));
        List<Part> parts = new ArrayList<>();
        entries.forEach((commitment, lines) -> {
            for (int i = 0; i < lines.size(); i++) {
                Entry line = lines.get(i);
                if (counts(line.pending(), line.day())) {
                    Ratio share = Ratio.of(line.w(), 1000)
                            .times(decay(line.day(), policy.halfLifeDays()))
                            .times(Ratio.of(line.c() - policy.prior().meanPpm(), PPM))
                            .times(line.weightClass() == Entry.WeightClass.T ? f : Ratio.of(1))
                            .by(all)
                            .times(100 * PPM);
                    BigInteger floor = faults.contains(Fault.REASONS_ROUNDED_ONE_BY_ONE)
                            ? BigInteger.valueOf(share.rounded())
                            : share.floor();
                    parts.add(new Part(
                            new Contribution(commitment, i, line.code(), floor.longValueExact()),
                            share.minus(new Ratio(floor, BigInteger.ONE))));
                }
            }
        });
        long given = parts.stream().mapToLong(part -> part.floor.points()).sum();
        long missing = faults.contains(Fault.REASONS_ROUNDED_ONE_BY_ONE) ? 0 : score.points() - score.prior() - given;
        List<Contribution> result = new ArrayList<>();
        parts.stream()
                .sorted(Comparator.comparing(Part::rest).reversed().thenComparing(Part::floor, Contribution.ORDER))
                .forEachOrdered(part -> {
                    Contribution of = part.floor;
                    long extra = result.size() < missing ? 1 : 0;
                    result.add(new Contribution(of.commitment(), of.entry(), of.code(), of.points() + extra));
                });
        result.sort(Contribution.ORDER);
        return result;
    }

    /// The largest x with `x^H <= 2^(bits·H + j)`, by bisection.
    static BigInteger tableEntry(int halfLife, int bits, int j) {
        BigInteger bound = BigInteger.TWO.pow(bits * halfLife + j);
        BigInteger low = BigInteger.TWO.pow(bits);
        BigInteger high = BigInteger.TWO.pow(bits + 1);
        while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
            BigInteger middle = low.add(high).shiftRight(1);
            if (middle.pow(halfLife).compareTo(bound) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
