package dev.kept.domain.capture;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A day in words or figures, seen from today.
///
/// A weekday is the next one; on that weekday itself it is asked about. `next Monday` is the next one if that lies in
/// the next week, where both ways to use the word agree, and is asked about otherwise. A date without a year is the
/// next one, unless that is most of a year ahead.
final class DayPhrase {
    private static final Pattern ISO = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final Pattern DOTTED = Pattern.compile("([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})?");
    private static final Pattern SLASHED = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}))?");
    private static final Pattern DAY_OF_MONTH = Pattern.compile("([0-9]{1,2})(?:st|nd|rd|th|\\.)?");
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");
    private static final long SURELY_MEANT_DAYS = 300;

    private static final Map<String, DayOfWeek> WEEKDAYS = Map.ofEntries(
            Map.entry("monday", DayOfWeek.MONDAY),
            Map.entry("tuesday", DayOfWeek.TUESDAY),
            Map.entry("wednesday", DayOfWeek.WEDNESDAY),
            Map.entry("thursday", DayOfWeek.THURSDAY),
            Map.entry("friday", DayOfWeek.FRIDAY),
            Map.entry("saturday", DayOfWeek.SATURDAY),
            Map.entry("sunday", DayOfWeek.SUNDAY));
    /// Short names are words of their own, too: taken for a day only where something leads to it.
    private static final Map<String, DayOfWeek> SHORT_WEEKDAYS = Map.ofEntries(
            Map.entry("mon", DayOfWeek.MONDAY),
            Map.entry("tue", DayOfWeek.TUESDAY),
            Map.entry("tues", DayOfWeek.TUESDAY),
            Map.entry("wed", DayOfWeek.WEDNESDAY),
            Map.entry("thu", DayOfWeek.THURSDAY),
            Map.entry("thur", DayOfWeek.THURSDAY),
            Map.entry("thurs", DayOfWeek.THURSDAY),
            Map.entry("fri", DayOfWeek.FRIDAY),
            Map.entry("sat", DayOfWeek.SATURDAY),
            Map.entry("sun", DayOfWeek.SUNDAY));
    private static final Map<String, Month> MONTHS = Map.ofEntries(
            Map.entry("jan", Month.JANUARY),
            Map.entry("feb", Month.FEBRUARY),
            Map.entry("mar", Month.MARCH),
            Map.entry("apr", Month.APRIL),
            Map.entry("may", Month.MAY),
            Map.entry("jun", Month.JUNE),
            Map.entry("jul", Month.JULY),
            Map.entry("aug", Month.AUGUST),
            Map.entry("sep", Month.SEPTEMBER),
            Map.entry("sept", Month.SEPTEMBER),
            Map.entry("oct", Month.OCTOBER),
            Map.entry("nov", Month.NOVEMBER),
            Map.entry("dec", Month.DECEMBER));

    private final Words words;
    private final LocalDate today;

    DayPhrase(Words words, ZonedDateTime now) {
        this.words = words;
        this.today = now.toLocalDate();
    }

    LocalDate today() {
        return today;
    }

    /// @param led something before it says that a day comes
    /// @return null if no day comes next
    @Nullable LocalDate day(boolean led) {
        int start = words.place();
        LocalDate day = named(led);
        if (day == null) {
            words.backTo(start);
        }
        return day;
    }

    private @Nullable LocalDate named(boolean led) {
        if (words.eatOne("today", "eod")
                || words.eatAll("end", "of", "day")
                || words.eatAll("end", "of", "the", "day")) {
            return today;
        }
        if (words.eatOne("tomorrow")) {
            return today.plusDays(1);
        }
        if (words.eatAll("the", "day", "after", "tomorrow") || words.eatAll("day", "after", "tomorrow")) {
            return today.plusDays(2);
        }
        if (words.eatOne("eom")) {
            return today.with(TemporalAdjusters.lastDayOfMonth());
        }
        if (words.eatOne("eow")) {
            return endOfWeek(today);
        }
        if (words.eatOne("end") || words.eatAll("the", "end")) {
            return end();
        }
        if (words.eatOne("next")) {
            return next();
        }
        boolean thisOne = words.eatOne("this");
        DayOfWeek weekday = weekday(led || thisOne);
        if (weekday != null) {
            LocalDate day = weekday(weekday);
            if (thisOne && day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) != today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)) {
                words.ask("that day of this week has passed", List.of("by " + day), "name a day that lies ahead");
            }
            return day;
        }
        return thisOne ? null : date();
    }

    private @Nullable DayOfWeek weekday(boolean led) {
        String word = words.peek();
        DayOfWeek day = WEEKDAYS.get(word);
        if (day == null && led) {
            day = SHORT_WEEKDAYS.get(word.replaceAll("\\.$", ""));
        }
        if (day != null) {
            words.take();
        }
        return day;
    }

    private LocalDate weekday(DayOfWeek weekday) {
        if (today.getDayOfWeek() == weekday) {
            words.ask(
                    "today is such a day: it can be today or in a week",
                    List.of("by " + today, "by " + today.plusWeeks(1)),
                    "say today, or the date");
            return today;
        }
        return today.with(TemporalAdjusters.next(weekday));
    }

    private @Nullable LocalDate next() {
        if (words.eatOne("week", "month", "year", "quarter")) {
            words.ask("this is no day", List.of(), "name a day, or the end of it, like: end of next month");
            return today.plusWeeks(1);
        }
        DayOfWeek weekday = weekday(true);
        if (weekday == null) {
            return null;
        }
        LocalDate coming = today.with(TemporalAdjusters.next(weekday));
        LocalDate ofNextWeek = monday(today).plusWeeks(1).with(TemporalAdjusters.nextOrSame(weekday));
        if (!coming.equals(ofNextWeek)) {
            words.ask(
                    "it can be this week's or the next week's",
                    List.of("by " + coming, "by " + ofNextWeek),
                    "say the date");
        }
        return ofNextWeek;
    }

    private @Nullable LocalDate end() {
        if (!words.eatOne("of")) {
            return null;
        }
        words.eatOne("the", "this");
        boolean next = words.eatOne("next");
        if (words.eatOne("week")) {
            return endOfWeek(next ? today.plusWeeks(1) : today);
        }
        if (words.eatOne("month")) {
            return (next ? today.plusMonths(1) : today).with(TemporalAdjusters.lastDayOfMonth());
        }
        if (words.eatOne("quarter")) {
            LocalDate within = next ? today.plus(1, IsoFields.QUARTER_YEARS) : today;
            return within.with(
                    IsoFields.DAY_OF_QUARTER,
                    within.range(IsoFields.DAY_OF_QUARTER).getMaximum());
        }
        if (words.eatOne("year")) {
            return (next ? today.plusYears(1) : today).with(TemporalAdjusters.lastDayOfYear());
        }
        if (next) {
            return null;
        }
        Month month = month(words.peek());
        if (month != null) {
            words.take();
            Integer year = year();
            LocalDate first = LocalDate.of(year == null ? today.getYear() : year, month, 1);
            LocalDate last = first.with(TemporalAdjusters.lastDayOfMonth());
            return year == null ? coming(last, first.plusYears(1).with(TemporalAdjusters.lastDayOfMonth())) : last;
        }
        return day(true);
    }

    private LocalDate endOfWeek(LocalDate within) {
        LocalDate monday = monday(within);
        words.ask(
                "a week can end on Friday or on Sunday",
                List.of("by " + monday.plusDays(4), "by " + monday.plusDays(6)),
                "say the day");
        return monday.plusDays(6);
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private @Nullable LocalDate date() {
        words.eatOne("the");
        String word = words.peek();
        Matcher iso = ISO.matcher(word);
        if (iso.matches()) {
            words.take();
            return date(number(iso, 1), number(iso, 2), number(iso, 3));
        }
        Matcher dotted = DOTTED.matcher(word);
        if (dotted.matches()) {
            words.take();
            return dotted.group(3) == null
                    ? coming(number(dotted, 2), number(dotted, 1))
                    : date(number(dotted, 3), number(dotted, 2), number(dotted, 1));
        }
        Matcher slashed = SLASHED.matcher(word);
        return slashed.matches() ? slashed(slashed) : withMonth();
    }

    /// Day and month, or month and day: asked about wherever both are dates.
    private @Nullable LocalDate slashed(Matcher date) {
        words.take();
        int one = number(date, 1);
        int other = number(date, 2);
        int year = date.group(3) == null ? today.getYear() : number(date, 3);
        LocalDate dayFirst = date(year, other, one);
        LocalDate monthFirst = date(year, one, other);
        if (dayFirst != null && monthFirst != null && !dayFirst.equals(monthFirst)) {
            words.ask(
                    "it can be " + dayFirst + " or " + monthFirst,
                    List.of("by " + dayFirst, "by " + monthFirst),
                    "write the month as a word, or the date like 2026-12-01");
        }
        LocalDate read = dayFirst == null ? monthFirst : dayFirst;
        return read == null || date.group(3) != null ? read : coming(read.getMonthValue(), read.getDayOfMonth());
    }

    /// `5 Dec`, `5th of December 2026`, `Dec 5`.
    private @Nullable LocalDate withMonth() {
        Month first = month(words.peek());
        Matcher day;
        Month month;
        if (first != null) {
            words.take();
            month = first;
            day = DAY_OF_MONTH.matcher(words.peek());
            if (!day.matches()) {
                return null;
            }
            words.take();
        } else {
            day = DAY_OF_MONTH.matcher(words.peek());
            if (!day.matches()) {
                return null;
            }
            words.take();
            words.eatOne("of");
            month = month(words.peek());
            if (month == null) {
                return null;
            }
            words.take();
        }
        Integer year = year();
        return year == null ? coming(month.getValue(), number(day, 1)) : date(year, month.getValue(), number(day, 1));
    }

    private @Nullable Integer year() {
        return YEAR.matcher(words.peek()).matches() ? Integer.valueOf(words.take()) : null;
    }

    static boolean isMonth(String word) {
        return month(word.toLowerCase(Locale.ROOT)) != null;
    }

    private static @Nullable Month month(String word) {
        String plain = word.replaceAll("\\.$", "");
        Month month = MONTHS.get(plain);
        for (Month full : Month.values()) {
            month = full.name().equalsIgnoreCase(plain) ? full : month;
        }
        return month;
    }

    private @Nullable LocalDate coming(int month, int day) {
        LocalDate thisYear = date(today.getYear(), month, day);
        LocalDate nextYear = date(today.getYear() + 1, month, day);
        if (thisYear != null && nextYear != null) {
            return coming(thisYear, nextYear);
        }
        for (int year = today.getYear(); month == 2 && day == 29 && year < today.getYear() + 9; year++) {
            LocalDate leap = Year.isLeap(year) ? LocalDate.of(year, month, day) : today.minusDays(1);
            if (!leap.isBefore(today)) {
                return leap;
            }
        }
        return null;
    }

    private LocalDate coming(LocalDate thisYear, LocalDate nextYear) {
        if (!thisYear.isBefore(today)) {
            return thisYear;
        }
        if (ChronoUnit.DAYS.between(today, nextYear) > SURELY_MEANT_DAYS) {
            words.ask(
                    thisYear + " has passed, and the next such day is most of a year ahead",
                    List.of("by " + nextYear),
                    "say the year");
        }
        return nextYear;
    }

    private static @Nullable LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
