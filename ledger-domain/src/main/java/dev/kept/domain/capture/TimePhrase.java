package dev.kept.domain.capture;

import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A time of day in words or figures.
///
/// Without `am`, `pm` or minutes, 7 to 23 are hours of the clock of 24 and 1 to 6 are asked about, since few promise
/// something for the small hours.
final class TimePhrase {
    private static final Pattern CLOCK = Pattern.compile("([0-9]{1,2})(?:[:.h]([0-9]{2}))?([ap]m)?");
    private static final int FIRST_SURE_HOUR = 7;
    private static final int MONTHS = 12;

    private TimePhrase() {}

    /// @param led something before it says that a time comes: a figure alone is one
    /// @return null if no time comes next
    static @Nullable LocalTime time(Words words, boolean led) {
        if (words.eatOne("noon", "midday")) {
            return LocalTime.NOON;
        }
        if (words.eatOne("midnight")) {
            words.ask(
                    "midnight can be the beginning or the end of a day",
                    List.of("23:59", "00:00"),
                    "write a time, or the day alone for its end");
            return LocalTime.MIDNIGHT;
        }
        if (words.eatOne("morning", "afternoon", "evening", "tonight", "night", "lunch", "lunchtime")) {
            words.ask("this is no time of day that can be held to", List.of(), "write a time, like 11:00 or 5pm");
            return LocalTime.NOON;
        }
        Matcher clock = CLOCK.matcher(words.peek());
        if (!clock.matches()) {
            return null;
        }
        int start = words.place();
        words.take();
        String half = clock.group(3);
        if (half == null && (words.peek("am") || words.peek("pm"))) {
            half = words.take();
        }
        boolean oclock = words.eatOne("o'clock", "oclock", "uhr", "h");
        boolean minutes = clock.group(2) != null;
        if (!led && half == null && !minutes && !oclock) {
            words.backTo(start);
            return null;
        }
        LocalTime time = time(clock, half);
        if (time == null) {
            words.backTo(start);
            return null;
        }
        if (half == null && clock.group().contains(".") && time.getMinute() > 0 && time.getMinute() <= MONTHS) {
            words.ask(
                    clock.group() + " can be a time or a day of a month",
                    List.of(time.toString(), clock.group() + "."),
                    "write times with a colon and dates with a second dot");
        }
        if (half == null && !minutes && time.getHour() < FIRST_SURE_HOUR && time.getHour() > 0) {
            words.ask(
                    time.getHour() + " can be at night or in the afternoon",
                    List.of(time.getHour() + "am", time.getHour() + "pm"),
                    "say which");
        }
        return time;
    }

    private static @Nullable LocalTime time(Matcher clock, @Nullable String half) {
        int hour = Integer.parseInt(clock.group(1));
        int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
        if (minute > 59 || half != null && (hour < 1 || hour > 12) || hour > 23) {
            return null;
        }
        int shifted = half == null ? hour : hour % 12 + (half.equals("pm") ? 12 : 0);
        return LocalTime.of(shifted, minute);
    }
}
