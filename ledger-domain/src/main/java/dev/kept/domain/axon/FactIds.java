package dev.kept.domain.axon;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Gives out UUIDv7 ids that only grow: a later fact of this node, or of a stream it has read, has the greater id.
/// That order breaks ties between facts of the same second. Confined to one thread.
public final class FactIds {
    private static final int VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000000000000000L;
    private static final long RANDOM_BITS = 0x3fffffffffffffffL;
    private static final int NANOS_PER_MILLI = 1_000_000;
    /// The 12 bits below the millisecond hold its fraction in 1/4096.
    private static final int FRACTIONS = 4096;

    private final RandomGenerator random;
    private long lastHigh;

    public FactIds(RandomGenerator random) {
        this.random = random;
    }

    /// The next id is greater than this one.
    public void passed(String factId) {
        lastHigh = Math.max(lastHigh, UUID.fromString(factId).getMostSignificantBits());
    }

    public String next(Instant now) {
        long fraction = (long) (now.getNano() % NANOS_PER_MILLI) * FRACTIONS / NANOS_PER_MILLI;
        long high = now.toEpochMilli() << 16 | VERSION_7 | fraction;
        lastHigh = high > lastHigh ? high : following(lastHigh);
        return new UUID(lastHigh, VARIANT | random.nextLong() & RANDOM_BITS).toString();
    }

    /// The smallest greater value that still says version 7.
    private static long following(long high) {
        boolean fractionFull = (high & (FRACTIONS - 1)) == FRACTIONS - 1;
        return fractionFull ? ((high >>> 16) + 1 << 16) | VERSION_7 : high + 1;
    }
}
