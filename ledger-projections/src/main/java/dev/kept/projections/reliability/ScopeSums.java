package dev.kept.projections.reliability;

import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.RunningSums;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.reliability.BucketRows.Pair;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The running sums of one scope with the buckets that may still join them, from which its score is read.
final class ScopeSums {
    private static final int DAY = 16;

    private final byte @Nullable [] encoded;
    private final long streak;
    private final @Nullable Integer lastBroken;
    private final List<Dated> buckets = new ArrayList<>();

    private record Dated(int day, Entry.WeightClass weightClass, Pair pair) {}

    private ScopeSums(byte @Nullable [] encoded, long streak, @Nullable Integer lastBroken) {
        this.encoded = encoded;
        this.streak = streak;
        this.lastBroken = lastBroken;
    }

    /// @param first the column of the sums, which streak and last broken day follow
    static ScopeSums begin(ResultSet row, int first) throws SQLException {
        byte[] encoded = row.getBytes(first);
        long streak = row.getLong(first + 1);
        int last = row.getInt(first + 2);
        return new ScopeSums(encoded, streak, row.wasNull() ? null : (Integer) last);
    }

    /// @param first the column of the first of the sixteen numbers, which day and class follow
    void addBucket(ResultSet row, int first) throws SQLException {
        int day = row.getInt(first + DAY);
        if (!row.wasNull()) {
            buckets.add(new Dated(
                    day, Entry.WeightClass.valueOf(row.getString(first + DAY + 1)), BucketRows.pair(row, first)));
        }
    }

    /// @param clock the day up to which the sums are counted
    Score read(Policy policy, int clock, int today) {
        int countedTo = clock - policy.overdueGraceDays();
        int countsTo = today - policy.overdueGraceDays();
        RunningSums.Sums sums = encoded == null ? RunningSums.Sums.none(policy) : RunningSums.Sums.of(policy, encoded);
        Map<Integer, Long> counted = new TreeMap<>();
        Integer newlyBroken = null;
        long newly = 0;
        for (Dated bucket : buckets) {
            int day = bucket.day;
            var before = bucket.pair.counted(day, countedTo);
            var after = bucket.pair.counted(day, countsTo);
            counted.merge(day, after.n(), Math::addExact);
            if (!before.equals(after)) {
                sums.change(bucket.weightClass, day, before, after);
                boolean broken = before.broken() == 0 && after.broken() != 0;
                newlyBroken = broken && (newlyBroken == null || day > newlyBroken) ? (Integer) day : newlyBroken;
                newly += lastBroken == null || day > lastBroken ? after.n() - before.n() : 0;
            }
        }
        if (newlyBroken == null || lastBroken != null && newlyBroken <= lastBroken) {
            return sums.read(today, streak + newly);
        }
        long since = 0;
        for (var day : counted.entrySet()) {
            since += day.getKey() > newlyBroken ? day.getValue() : 0;
        }
        return sums.read(today, since);
    }
}
