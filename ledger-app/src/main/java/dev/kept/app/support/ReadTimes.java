package dev.kept.app.support;

import dev.kept.projections.commitment.ReadAt;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The two times of a reading, and zones, as callers write them.
public final class ReadTimes {
    public static final String ZONE_FIX = "use a name such as Europe/Berlin or UTC";

    private ReadTimes() {}

    /// A time that cannot be read; the message names the parameter, the value and the fix.
    public static final class BadTime extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String field;
        private final String value;

        BadTime(String field, String value) {
            super(field + " is " + value + ", expected a time with offset such as 2026-11-30T17:00:00Z, or now");
            this.field = field;
            this.value = value;
        }

        public String field() {
            return field;
        }

        public String value() {
            return value;
        }
    }

    /// @param asOf RFC 3339 with offset, `now`, or null for now; @param knownAt likewise
    public static ReadAt parse(@Nullable String asOf, @Nullable String knownAt, Instant now) {
        return new ReadAt(instant("asOf", asOf, now), instant("knownAt", knownAt, now));
    }

    /// @param field its name, for the message
    public static Instant instant(String field, @Nullable String text, Instant now) {
        if (text == null || text.isBlank() || text.equals("now")) {
            return now;
        }
        try {
            // A plus sign arrives as a space where a client did not escape it.
            return OffsetDateTime.parse(text.strip().replace(' ', '+')).toInstant();
        } catch (DateTimeException _) {
            throw new BadTime(field, text);
        }
    }

    /// A zone as people know it, by its name in the time-zone database.
    ///
    /// @param name null or blank for UTC
    /// @return nothing if the database has no such zone
    public static Optional<ZoneId> zone(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return Optional.of(ZoneId.of("UTC"));
        }
        return ZoneRulesProvider.getAvailableZoneIds().contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
    }
}
