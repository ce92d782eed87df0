package dev.kept.domain.fact;

import org.jspecify.annotations.Nullable;

/// The range of instants a fact may name: the years 1 to 9999, so that no difference of two instants can overflow.
final class Times {
    private static final long FIRST = -62_135_596_800L;
    private static final long LAST = 253_402_300_799L;

    private Times() {}

    static long checked(String field, long epochSeconds) {
        if (epochSeconds < FIRST || epochSeconds > LAST) {
            throw new IllegalArgumentException(
                    field + " is " + epochSeconds
                            + ", outside the years 1 to 9999; give UTC epoch seconds, such as 1767225600 for 2026-01-01T00:00:00Z");
        }
        return epochSeconds;
    }

    static void checkedIfGiven(String field, @Nullable Long epochSeconds) {
        if (epochSeconds != null) {
            checked(field, epochSeconds);
        }
    }
}
