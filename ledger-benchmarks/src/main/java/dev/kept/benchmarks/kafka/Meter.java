package dev.kept.benchmarks.kafka;

import java.time.Duration;

/// Counts records over a time, after another in which they are not counted. Confined to one thread.
final class Meter {
    private final long warmUpNanos;
    private final long timeNanos;
    private final long since = System.nanoTime();
    private long begun;
    private long ended;
    private long records;

    Meter(Duration warmUp, Duration time) {
        this.warmUpNanos = warmUp.toNanos();
        this.timeNanos = time.toNanos();
    }

    /// @return whether the time is not over yet
    boolean more(int count) {
        long now = System.nanoTime();
        if (begun == 0) {
            if (now - since >= warmUpNanos) {
                begun = now;
            }
            return true;
        }
        records += count;
        ended = now;
        return now - begun < timeNanos;
    }

    double perSecond() {
        return records * 1e9 / Math.max(1, ended - begun);
    }
}
