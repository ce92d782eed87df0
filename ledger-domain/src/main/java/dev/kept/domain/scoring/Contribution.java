package dev.kept.domain.scoring;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one entry of one commitment adds to a score; together they are exactly the score less its prior.
///
/// @param entry which entry of the commitment, from 0
/// @param points in micro-points
public record Contribution(String commitment, int entry, String code, long points) {
    private static final int SHOWN_EACH_WAY = 4;
    static final Comparator<Contribution> ORDER =
            Comparator.comparing(Contribution::commitment).thenComparingInt(Contribution::entry);

    /// The reasons worth showing: the strongest each way, strongest first, and what the others add.
    public record Summary(List<Contribution> lowering, List<Contribution> raising, int others, long othersPoints) {
        public Summary {
            lowering = List.copyOf(lowering);
            raising = List.copyOf(raising);
        }
    }

    public static Summary summary(List<Contribution> contributions) {
        List<Contribution> byPoints = contributions.stream()
                .sorted(Comparator.comparingLong(Contribution::points).thenComparing(ORDER))
                .toList();
        List<Contribution> lowering = byPoints.stream()
                .filter(reason -> reason.points < 0)
                .limit(SHOWN_EACH_WAY)
                .toList();
        List<Contribution> raising = byPoints.stream()
                .filter(reason -> reason.points > 0)
                .sorted(Comparator.comparingLong(Contribution::points)
                        .reversed()
                        .thenComparing(ORDER))
                .limit(SHOWN_EACH_WAY)
                .toList();
        int others = contributions.size() - lowering.size() - raising.size();
        return new Summary(lowering, raising, others, sum(contributions) - sum(lowering) - sum(raising));
    }

    /// Why a score changed: for every entry, its points after less its points before; unchanged ones are left out. The
    /// sum is the change of the score, if the prior is the same.
    public static List<Contribution> difference(List<Contribution> before, List<Contribution> after) {
        Map<Contribution, Contribution> changes = new TreeMap<>(ORDER);
        after.forEach(reason -> changes.put(reason, reason));
        for (Contribution reason : before) {
            changes.merge(
                    reason,
                    reason.withPoints(Math.subtractExact(0, reason.points)),
                    (now, then) -> now.withPoints(Math.addExact(now.points, then.points)));
        }
        return changes.values().stream().filter(change -> change.points != 0).toList();
    }

    public static long sum(List<Contribution> contributions) {
        long sum = 0;
        for (Contribution reason : contributions) {
            sum = Math.addExact(sum, reason.points);
        }
        return sum;
    }

    private Contribution withPoints(long newPoints) {
        return new Contribution(commitment, entry, code, newPoints);
    }
}
