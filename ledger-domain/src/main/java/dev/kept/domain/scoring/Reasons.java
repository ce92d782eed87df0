package dev.kept.domain.scoring;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Shares a score less its prior out among the entries that make it, to the micro-point.
///
/// The exact share of an entry is `w·G(d)·(c - m)·f / den`. Each gets the floor of its share; the units that are then
/// missing go to the largest remainders, so the reasons add up to what is shown and not to nearly that.
final class Reasons {
    private Reasons() {}

    /// @param entries the entries of each commitment, in their order
    static List<Contribution> of(Policy policy, Totals totals, Score score, Map<String, List<Entry>> entries, int day) {
        Reading reading = new Reading(policy, totals);
        Decay decay = Decay.of(policy.halfLifeDays(), policy.tableBits());
        List<Share> shares = new ArrayList<>();
        entries.forEach((commitment, lines) -> {
            for (int i = 0; i < lines.size(); i++) {
                Entry line = lines.get(i);
                if (line.countsOn(day, policy)) {
                    BigInteger exact = BigInteger.valueOf(line.w())
                            .multiply(BigInteger.valueOf(
                                    100_000_000 * (line.c() - policy.prior().meanPpm())))
                            .multiply(decay.weight(line.day(), totals.landmark()))
                            .multiply(reading.factor(line.weightClass()));
                    shares.add(Share.of(commitment, i, line.code(), exact, reading.denominator()));
                }
            }
        });
        long missing = score.points() - score.prior();
        for (Share share : shares) {
            missing = Math.subtractExact(missing, share.points);
        }
        shares.sort(Share.LARGEST_REMAINDER_FIRST);
        List<Contribution> contributions = new ArrayList<>(shares.size());
        for (Share share : shares) {
            long extra = missing > 0 ? 1 : 0;
            missing -= extra;
            contributions.add(new Contribution(share.commitment, share.entry, share.code, share.points + extra));
        }
        if (missing != 0) {
            throw new IllegalStateException(
                    "expected the reasons to add up to " + (score.points() - score.prior()) + ", off by " + missing);
        }
        contributions.sort(Contribution.ORDER);
        return contributions;
    }

    /// The floor of one share, and what is left over the common denominator.
    private record Share(String commitment, int entry, String code, long points, BigInteger remainder) {
        static final Comparator<Share> LARGEST_REMAINDER_FIRST = Comparator.comparing(Share::remainder)
                .reversed()
                .thenComparing(Share::commitment)
                .thenComparingInt(Share::entry);

        static Share of(String commitment, int entry, String code, BigInteger exact, BigInteger den) {
            BigInteger[] parts = exact.divideAndRemainder(den);
            boolean below = parts[1].signum() < 0;
            long points = (below ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
            return new Share(commitment, entry, code, points, below ? parts[1].add(den) : parts[1]);
        }
    }
}
