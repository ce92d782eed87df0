package dev.kept.store;

import java.time.Instant;

/// Time as the log keeps it: microseconds since 1970 in UTC.
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private Micros() {}

    static long of(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), PER_SECOND), time.getNano() / NANOS);
    }

    /// The first microsecond that is not before the time.
    static long ofCeiling(Instant time) {
        return time.getNano() % NANOS == 0 ? of(time) : Math.addExact(of(time), 1);
    }

    static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
    }
}
