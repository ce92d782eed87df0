package dev.kept.app.dashboard;

import dev.kept.projections.commitment.ReadAt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
    private static final DateTimeFormatter FIELD =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    /// The two parameters as the address has them.
    record Asked(@Nullable String asOf, @Nullable String knownAt) {
        static final Asked NOW = new Asked(null, null);
    }

    static PageTime of(Asked asked, Instant now) {
        return new PageTime(read("asOf", asked.asOf()), read("knownAt", asked.knownAt()), now);
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
        String known =
                knownAt == null ? "what is known now" : "what was known at " + Moment.of(knownAt).text();
        return "as of " + then + ", with " + known;
    }

    /// The value of a date-and-time field, UTC; empty for now.
    static String field(@Nullable Instant instant) {
        return instant == null ? "" : FIELD.format(instant);
    }

    private static @Nullable Instant read(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        // In an address, the plus of an offset stands for a space.
        String text = value.strip().replace(' ', '+');
        return instant(text)
                .filter(instant -> !instant.isBefore(FIRST) && instant.isBefore(END))
                .orElseThrow(() -> new BadParameter(
                        name,
                        value,
                        "write an instant between the years 1970 and 2200 like 2026-11-30T17:00:00Z, or a date and "
                                + "time in UTC like 2026-11-30T17:00"));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException _) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        }
    }
}
