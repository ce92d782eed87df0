package dev.kept.app.support.ics;

import dev.kept.app.support.ics.IcsFile.Line;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A time of a calendar file: a whole day, or a local time in a zone.
///
/// @param zone null for a whole day
record IcsTime(LocalDateTime local, @Nullable ZoneId zone) {
    private static final Pattern TIME = Pattern.compile("(\\d{8})T(\\d{6})(Z?)");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
    private static final Pattern DURATION = Pattern.compile(
            "\\+?P(?:(\\d{1,4})W|(?:(\\d{1,5})D)?(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,7})S)?)?)");
    private static final int MIN_YEAR = 1970;
    private static final int MAX_YEAR = 2200;

    /// How times of a file are read.
    ///
    /// @param floating the zone of times without one
    /// @param aliases zones by the names that the file gives them
    record Zones(ZoneId floating, Map<String, String> aliases) {
        ZoneId of(Line line) {
            String name = line.parameter("TZID");
            if (name == null) {
                return floating;
            }
            String known = aliases.getOrDefault(name, name);
            // Some programs put a name of their own before that of the database: /example.org/Europe/Berlin.
            for (String id = known; !id.isEmpty(); id = id.substring(id.indexOf('/') + 1)) {
                if (ZoneRulesProvider.getAvailableZoneIds().contains(id)) {
                    return ZoneId.of(id);
                }
                if (id.indexOf('/') < 0) {
                    break;
                }
            }
            return WindowsZones.of(known)
                    .orElseThrow(() -> new IcsFault(
                            line.number(),
                            "TZID",
                            name,
                            "no zone of the time-zone database",
                            "use a name such as Europe/Berlin, or give its VTIMEZONE an X-LIC-LOCATION"));
        }
    }

    static IcsTime of(Line line, Zones zones) {
        return of(line, line.value(), zones);
    }

    static List<IcsTime> listOf(Line line, Zones zones) {
        List<IcsTime> times = new ArrayList<>();
        for (String value : line.value().split(",", -1)) {
            times.add(of(line, value, zones));
        }
        return times;
    }

    private static IcsTime of(Line line, String value, Zones zones) {
        try {
            Matcher time = TIME.matcher(value);
            if (time.matches()) {
                LocalDateTime local = LocalDateTime.parse(value.substring(0, 15), LOCAL);
                return new IcsTime(year(line, local), time.group(3).isEmpty() ? zones.of(line) : ZoneOffset.UTC);
            }
            if (value.length() == 8) {
                return new IcsTime(
                        year(
                                line,
                                LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE)
                                        .atStartOfDay()),
                        null);
            }
        } catch (DateTimeException _) {
            // The same answer as below.
        }
        throw line.fault(
                "no day and no time", "write a day like 20261224, or a time like 20261224T120000 or 20261224T110000Z");
    }

    private static LocalDateTime year(Line line, LocalDateTime local) {
        if (local.getYear() < MIN_YEAR || local.getYear() > MAX_YEAR) {
            throw line.fault(
                    "the year " + local.getYear() + " is outside " + MIN_YEAR + " to " + MAX_YEAR,
                    "leave the event out");
        }
        return local;
    }

    boolean isDay() {
        return zone == null;
    }

    LocalDate day() {
        return local.toLocalDate();
    }

    ZonedDateTime zoned() {
        if (zone == null) {
            throw new IllegalStateException("expected a time, got the day " + local);
        }
        return ZonedDateTime.of(local, zone);
    }

    /// Whether both are days or both are times.
    boolean isLike(IcsTime other) {
        return isDay() == other.isDay();
    }

    /// The same day, or the same instant.
    boolean isSame(IcsTime other) {
        return isLike(other) && (isDay() ? local.equals(other.local) : zoned().isEqual(other.zoned()));
    }

    /// A `DURATION`: days that are nominal and time that is exact.
    record Length(Period days, Duration time) {
        static Length of(Line line) {
            Matcher parts = DURATION.matcher(line.value());
            if (!parts.matches() || line.value().endsWith("P") || line.value().endsWith("T")) {
                throw line.fault("no duration that an event can have", "write it like P1D, P2W or PT3H30M");
            }
            return new Length(
                    Period.ofDays(7 * number(parts.group(1)) + number(parts.group(2))),
                    Duration.ofHours(number(parts.group(3)))
                            .plusMinutes(number(parts.group(4)))
                            .plusSeconds(number(parts.group(5))));
        }

        private static int number(@Nullable String digits) {
            return digits == null ? 0 : Integer.parseInt(digits);
        }
    }
}
