package dev.kept.domain.recurrence;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/// A recurrence rule of RFC 5545 that recurs from day to day or more seldom, such as
/// `FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1`.
///
/// Its days are a function of the rule and the first day alone: no clock, zone or locale has a part in them. A day that
/// a month or year lacks, such as the 31st or the 29th of February, is left out, as the standard has it;
/// `BYMONTHDAY=-1` is each month's last, and `RSCALE=GREGORIAN;SKIP=BACKWARD` of RFC 7529 moves what is missing to the
/// day before.
public final class Recurrence {
    /// No occurrence is later.
    public static final int MAX_YEAR = 2200;

    private static final int MAX_LENGTH = 500;
    private static final int MAX_INTERVAL = 1_000;
    private static final Pattern UNTIL = Pattern.compile("(?i)(?:^|;)UNTIL=(\\d{8})(?:T(\\d{6})(Z?))?(?=;|$)");
    private static final DateTimeFormatter BASIC_DATE = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter BASIC_TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
    private static final Set<RecurrenceRule.Part> TIMES;

    static {
        // The library's parts can be loaded only after its rules: the other way round they fail for ever.
        new RecurrenceRule(Freq.DAILY);
        TIMES = Set.of(RecurrenceRule.Part.BYHOUR, RecurrenceRule.Part.BYMINUTE, RecurrenceRule.Part.BYSECOND);
    }

    private final String text;
    private final RecurrenceRule rule;
    private final @Nullable Until until;

    private Recurrence(String text, RecurrenceRule rule, @Nullable Until until) {
        this.text = text;
        this.rule = rule;
        this.until = until;
    }

    /// Where a rule ends: with a day, a local time, or an instant.
    private record Until(LocalDate day, @Nullable LocalTime time, boolean utc) {
        boolean includes(LocalDateTime occurrence, ZoneId zone) {
            if (time == null) {
                return !occurrence.toLocalDate().isAfter(day);
            }
            LocalDateTime end = day.atTime(time);
            return utc
                    ? !occurrence.atZone(zone).toInstant().isAfter(end.toInstant(ZoneOffset.UTC))
                    : !occurrence.isAfter(end);
        }
    }

    /// @throws IllegalArgumentException if it is no rule, or one that recurs within a day
    public static Recurrence parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a rule has at most " + MAX_LENGTH + " characters");
        }
        Matcher until = UNTIL.matcher(text);
        boolean ends = until.find();
        String endless = ends ? text.substring(0, until.start()) + text.substring(until.end()) : text;
        RecurrenceRule rule;
        try {
            rule = new RecurrenceRule(
                    endless.startsWith(";") ? endless.substring(1) : endless, RecurrenceRule.RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException fault) {
            throw new IllegalArgumentException("no recurrence rule of RFC 5545: " + fault.getMessage(), fault);
        }
        if (ends && rule.getCount() != null) {
            throw new IllegalArgumentException("UNTIL and COUNT are both given, and only one can count");
        }
        if (rule.getFreq().compareTo(Freq.DAILY) > 0 || TIMES.stream().anyMatch(rule::hasPart)) {
            throw new IllegalArgumentException(
                    "it recurs within a day; use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY, without BYHOUR, BYMINUTE and"
                            + " BYSECOND");
        }
        if (rule.getInterval() > MAX_INTERVAL) {
            throw new IllegalArgumentException("INTERVAL is at most " + MAX_INTERVAL);
        }
        Recurrence recurrence = new Recurrence(text, rule, ends ? until(until) : null);
        recurrence.checkFollowed();
        return recurrence;
    }

    /// Some combinations of parts pass the library's reading and fail once they are followed.
    private void checkFollowed() {
        try {
            new Days(LocalDate.EPOCH.atStartOfDay(), ZoneOffset.UTC);
        } catch (RuntimeException fault) {
            throw new IllegalArgumentException("its parts cannot be followed together", fault);
        }
    }

    private static Until until(Matcher found) {
        try {
            LocalDate day = LocalDate.parse(found.group(1), BASIC_DATE);
            LocalTime time = found.group(2) == null ? null : LocalTime.parse(found.group(2), BASIC_TIME);
            return new Until(day, time, "Z".equalsIgnoreCase(found.group(3)));
        } catch (DateTimeException fault) {
            throw new IllegalArgumentException("UNTIL is a day like 20261231 or a time like 20261231T225959Z", fault);
        }
    }

    /// Whether the rule itself says when it ends.
    public boolean ends() {
        return until != null || rule.getCount() != null;
    }

    /// The longest unit of which no one holds two occurrences, as far as the rule's parts tell.
    public Unit unit() {
        boolean byWeek = rule.hasPart(RecurrenceRule.Part.BYWEEKNO);
        boolean ofSet = count(RecurrenceRule.Part.BYSETPOS) == 1;
        boolean single = !byWeek
                && (ofSet
                        || count(RecurrenceRule.Part.BYYEARDAY) <= 1
                                && count(RecurrenceRule.Part.BYMONTHDAY) <= 1
                                && oneDayOfWeek());
        if (!single) {
            return Unit.DAY;
        }
        // What is missing is moved into the next month, which has an occurrence of its own.
        boolean movesOn = rule.getSkip() == RecurrenceRule.Skip.FORWARD;
        return switch (rule.getFreq()) {
            case YEARLY -> ofSet ? Unit.YEAR : movesOn && ofMonths() ? Unit.DAY : unitOfYears();
            case MONTHLY ->
                movesOn ? Unit.DAY : rule.getInterval() % Unit.MONTHS_PER_QUARTER == 0 ? Unit.QUARTER : Unit.MONTH;
            case WEEKLY -> ofSet ? Unit.DAY : Unit.WEEK;
            default -> Unit.DAY;
        };
    }

    private int count(RecurrenceRule.Part part) {
        List<Integer> values = rule.getByPart(part);
        return values == null ? 0 : values.size();
    }

    /// A weekday without a number comes once a week, but four or five times a month.
    private boolean oneDayOfWeek() {
        List<RecurrenceRule.WeekdayNum> days = rule.getByDayPart();
        return days == null || days.size() == 1 && (days.getFirst().pos != 0 || rule.getFreq() == Freq.WEEKLY);
    }

    /// Whether a yearly rule recurs in several months: it names them, or a day of every month.
    private boolean ofMonths() {
        return count(RecurrenceRule.Part.BYMONTH) > 1
                || rule.hasPart(RecurrenceRule.Part.BYMONTHDAY) && !rule.hasPart(RecurrenceRule.Part.BYMONTH);
    }

    private Unit unitOfYears() {
        if (!ofMonths()) {
            return Unit.YEAR;
        }
        if (rule.hasPart(RecurrenceRule.Part.BYDAY) || rule.hasPart(RecurrenceRule.Part.BYYEARDAY)) {
            return Unit.DAY;
        }
        // The library counts months from 0.
        List<Integer> months = rule.getByPart(RecurrenceRule.Part.BYMONTH);
        return months != null
                        && months.stream()
                                        .map(month -> month / Unit.MONTHS_PER_QUARTER)
                                        .distinct()
                                        .count()
                                == months.size()
                ? Unit.QUARTER
                : Unit.MONTH;
    }

    /// The days of the rule from the first one on, in order; none twice. The first is among them only if the rule says
    /// so.
    public Iterator<LocalDate> days(LocalDate first) {
        return occurrences(first.atStartOfDay(), ZoneOffset.UTC);
    }

    /// The days on which something recurs that begins at a local time: that time is what the rule's end is compared
    /// with.
    ///
    /// @param zone in which the times are meant
    public Iterator<LocalDate> occurrences(LocalDateTime first, ZoneId zone) {
        return new Days(first, zone);
    }

    private final class Days implements Iterator<LocalDate> {
        private final LocalTime time;
        private final ZoneId zone;
        private final @Nullable RecurrenceRuleIterator dates;
        private @Nullable LocalDate last;
        private @Nullable LocalDate next;

        Days(LocalDateTime first, ZoneId zone) {
            this.time = first.toLocalTime();
            this.zone = zone;
            this.dates = begin(first.toLocalDate());
            this.next = following();
        }

        /// The library gives up on a rule that has found no day in a thousand tries: it has none.
        private @Nullable RecurrenceRuleIterator begin(LocalDate day) {
            try {
                return rule.iterator(new DateTime(day.getYear(), day.getMonthValue() - 1, day.getDayOfMonth()));
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        private @Nullable LocalDate following() {
            try {
                while (dates != null && dates.hasNext()) {
                    DateTime date = dates.nextDateTime();
                    if (date.getYear() > MAX_YEAR) {
                        return null;
                    }
                    LocalDate day = LocalDate.of(date.getYear(), date.getMonth() + 1, date.getDayOfMonth());
                    if (last != null && day.isBefore(last)) {
                        return null;
                    }
                    if (until != null && !until.includes(day.atTime(time), zone)) {
                        return null;
                    }
                    if (!day.equals(last)) {
                        last = day;
                        return day;
                    }
                }
                return null;
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public LocalDate next() {
            LocalDate day = next;
            if (day == null) {
                throw new NoSuchElementException("the rule has ended");
            }
            next = following();
            return day;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Recurrence recurrence && recurrence.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The rule as it was given.
    @Override
    public String toString() {
        return text;
    }
}
