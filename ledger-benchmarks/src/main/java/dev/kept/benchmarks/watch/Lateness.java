package dev.kept.benchmarks.watch;

import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How long after their instant warnings of one stage were given.
record Lateness(long[] sortedMillis) {
    static Lateness of(List<Warning> warnings, Stage stage) {
        return new Lateness(warnings.stream()
                .filter(warning -> warning.stage() == stage)
                .mapToLong(warning -> warning.givenAt().toEpochMilli() - warning.stageAt() * 1_000)
                .sorted()
                .toArray());
    }

    int count() {
        return sortedMillis.length;
    }

    double seconds(int percent) {
        if (sortedMillis.length == 0) {
            throw new IllegalStateException("expected warnings, got none");
        }
        int place = Math.min(sortedMillis.length - 1, (int) ((long) sortedMillis.length * percent / 100));
        return sortedMillis[place] / 1_000.0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f / %.2f / %.2f s", seconds(50), seconds(99), seconds(100));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Lateness lateness && Arrays.equals(lateness.sortedMillis, sortedMillis);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sortedMillis);
    }
}
