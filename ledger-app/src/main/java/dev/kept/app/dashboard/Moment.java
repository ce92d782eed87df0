package dev.kept.app.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An instant as a page shows it: for machines, and for people with its zone.
record Moment(String iso, String text) {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss z", Locale.ENGLISH);
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;
    private static final int LONG_ENOUGH_FOR_DAYS_ALONE = 10 * DAY;

    static Moment of(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        boolean whole = second.getEpochSecond() % MINUTE == 0;
        return new Moment(second.toString(), (whole ? MINUTES : SECONDS).format(second.atZone(zone())));
    }

    /// The zone that times are shown in, under the name that stands beside them.
    private static ZoneId zone() {
        ZoneId zone = Zones.shown();
        return zone.equals(ZoneOffset.UTC) ? UTC : zone;
    }

    static @Nullable Moment ofSeconds(@Nullable Long seconds) {
        return seconds == null ? null : of(Instant.ofEpochSecond(seconds));
    }

    /// A length of time in its one or two largest units: `3 days 4 h`.
    static String span(Duration length) {
        long seconds = Math.abs(length.toSeconds());
        if (seconds < MINUTE) {
            return seconds + " s";
        }
        if (seconds < HOUR) {
            return seconds / MINUTE + " min";
        }
        if (seconds < DAY) {
            return two(seconds / HOUR, " h", seconds % HOUR / MINUTE, " min");
        }
        long days = seconds / DAY;
        long hours = seconds < LONG_ENOUGH_FOR_DAYS_ALONE ? seconds % DAY / HOUR : 0;
        return two(days, days == 1 ? " day" : " days", hours, " h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }
}
