package dev.kept.app.dashboard;

import dev.kept.app.support.ReadTimes;
import dev.kept.projections.commitment.ReadAt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The time a page is read for: what had happened by `asOf`, as far as it was known by `knownAt`.
///
/// @param asOf null stands for now, also in the links of the page
/// @param knownAt null stands for now, also in the links of the page
record PageTime(@Nullable Instant asOf, @Nullable Instant knownAt, Instant now) {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2201-01-01T00:00:00Z");
    private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    /// The two parameters as the address has them.
    record Asked(@Nullable String asOf, @Nullable String knownAt) {
        static final Asked NOW = new Asked(null, null);
    }

    static PageTime of(Asked asked, Instant now) {
        return new PageTime(read("asOf", asked.asOf(), now), read("knownAt", asked.knownAt(), now), now);
    }

    boolean isNow() {
        return asOf == null && knownAt == null;
    }

    ReadAt at() {
        return new ReadAt(asOf == null ? now : asOf, knownAt == null ? now : knownAt);
    }

    /// The reading in words, for banner and print.
    String inWords() {
        String then = asOf == null ? "now" : Moment.of(asOf).text();
        String known = knownAt == null
                ? "what is known now"
                : "what was known at " + Moment.of(knownAt).text();
        return "as of " + then + ", with " + known;
    }

    /// The value of a date-and-time field, in the page's zone; empty for now.
    static String field(@Nullable Instant instant) {
        return instant == null ? "" : FIELD.format(instant.atZone(Zones.shown()));
    }

    /// A date and time without offset is of the page's zone: so the field of the page sends it.
    private static @Nullable Instant read(String name, @Nullable String value, Instant now) {
        if (value == null || value.isBlank() || value.equals("now")) {
            return null;
        }
        Instant instant = local(value).orElseGet(() -> withOffset(name, value, now));
        if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
            throw bad(name, value);
        }
        return instant;
    }

    private static Optional<Instant> local(String text) {
        try {
            return Optional.of(
                    LocalDateTime.parse(text.strip()).atZone(Zones.shown()).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Instant withOffset(String name, String text, Instant now) {
        try {
            return ReadTimes.instant(name, text, now);
        } catch (ReadTimes.BadTime _) {
            throw bad(name, text);
        }
    }

    private static BadParameter bad(String name, String value) {
        return new BadParameter(
                name,
                value,
                "write an instant between the years 1970 and 2200 like 2026-11-30T17:00:00Z, or a date and time in UTC"
                        + " like 2026-11-30T17:00");
    }
}
