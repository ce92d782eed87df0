package dev.kept.domain.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stretch of one local day, in minutes after midnight: from the first, up to the second, which may be 24:00.
public record OpenHours(int fromMinute, int toMinute) implements Comparable<OpenHours> {
    private static final int DAY = 1_440;
    private static final int HOUR = 60;
    private static final Pattern FORM = Pattern.compile("([0-2]\\d):([0-5]\\d)-([0-2]\\d):([0-5]\\d)");

    public OpenHours {
        if (fromMinute < 0 || toMinute > DAY || fromMinute >= toMinute) {
            throw new IllegalArgumentException("opening hours lie between 00:00 and 24:00 and end after they begin;"
                    + " hours across midnight are two stretches, 22:00-24:00 and 00:00-06:00 of the next day");
        }
    }

    /// Reads `09:00-12:30`.
    ///
    /// @throws IllegalArgumentException if it is nothing of the kind
    public static OpenHours parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("opening hours are written like 09:00-12:30");
        }
        return new OpenHours(minute(form, 1), minute(form, 3));
    }

    private static int minute(Matcher form, int group) {
        return Integer.parseInt(form.group(group)) * HOUR + Integer.parseInt(form.group(group + 1));
    }

    LocalDateTime opens(LocalDate day) {
        return day.atStartOfDay().plusMinutes(fromMinute);
    }

    LocalDateTime closes(LocalDate day) {
        return day.atStartOfDay().plusMinutes(toMinute);
    }

    @Override
    public int compareTo(OpenHours other) {
        return Integer.compare(fromMinute, other.fromMinute);
    }

    @Override
    public String toString() {
        return clock(fromMinute) + "-" + clock(toMinute);
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / HOUR, minute % HOUR);
    }
}
