package dev.kept.app.dashboard;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lets so many requests a period through for each key: a bucket that fills evenly. It remembers the keys it saw last.
final class Meter {
    private static final int MAX_KEYS = 10_000;

    private final int most;
    private final long nanosEach;
    private final InstantSource clock;
    /// By key: when the bucket would be full again, in nanoseconds since 1970.
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_KEYS;
        }
    };

    Meter(int most, Duration period, InstantSource clock) {
        this.most = most;
        this.nanosEach = period.toNanos() / most;
        this.clock = clock;
    }

    synchronized boolean takes(String key) {
        long now = Math.multiplyExact(clock.instant().toEpochMilli(), 1_000_000L);
        long full = Math.max(fullAt.getOrDefault(key, now), now);
        if (full - now > most * nanosEach) {
            // The clock went back: what was taken lies in a time that has not come.
            full = now;
        }
        if (full + nanosEach - now > most * nanosEach) {
            return false;
        }
        fullAt.put(key, full + nanosEach);
        return true;
    }
}
