package dev.kept.domain.scoring;

import dev.kept.domain.scoring.ScoreState.Bucket;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many promises counted after the last day on which one was broken, kept while days change. It looks at single
/// days only when that last day moves.
final class Streak {
    private final NavigableMap<Integer, Long> promises = new TreeMap<>();
    private final NavigableMap<Integer, Long> broken = new TreeMap<>();
    private long length;

    void add(int day, Bucket change) {
        Integer before = lastBroken();
        change(promises, day, change.n());
        change(broken, day, change.broken());
        Integer after = lastBroken();
        if (before == null ? after != null : !before.equals(after)) {
            length = sum(after == null ? promises : promises.tailMap(after, false));
        } else if (after == null || day > after) {
            length = Math.addExact(length, change.n());
        }
    }

    long length() {
        return length;
    }

    private @Nullable Integer lastBroken() {
        return broken.isEmpty() ? null : broken.lastKey();
    }

    private static void change(Map<Integer, Long> days, int day, long by) {
        if (by != 0) {
            days.merge(day, by, (had, more) -> {
                long sum = Math.addExact(had, more);
                return sum == 0 ? null : sum;
            });
        }
    }

    private static long sum(Map<Integer, Long> days) {
        long sum = 0;
        for (long n : days.values()) {
            sum = Math.addExact(sum, n);
        }
        return sum;
    }
}
