package dev.kept.domain.scoring;

import org.jspecify.annotations.Nullable;

/// Checks of single policy values; each refusal names the field, its value and what would be accepted.
final class Bounds {
    static final long PPM = 1_000_000;

    private Bounds() {}

    static void within(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw refused(field, value, "a whole number from " + min + " to " + max + " is needed");
        }
    }

    static void ppm(String field, long value) {
        within(field, value, 0, PPM);
    }

    /// Seconds of a rule: up to 100 years, so that products with millionths stay within a long.
    static void seconds(String field, long value, long min) {
        within(field, value, min, 36_525L * 86_400);
    }

    static void atMost(String field, long value, String otherField, long other) {
        if (value > other) {
            throw refused(field, value, "it must not exceed " + otherField + " (" + other + "); lower it");
        }
    }

    static void below(String field, long value, String otherField, long other) {
        if (value >= other) {
            throw refused(field, value, "it must be less than " + otherField + " (" + other + "); lower it");
        }
    }

    static IllegalArgumentException refused(String field, @Nullable Object value, String fix) {
        return new IllegalArgumentException(field + " is " + value + "; " + fix);
    }
}
