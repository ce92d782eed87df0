package dev.kept.domain.recurrence;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stretch of local days that occurrences are named by: `2026`, `2026-Q4`, `2026-11`, `2026-W48`, `2026-11-30`.
/// Weeks are those of ISO 8601.
public enum Unit {
    YEAR,
    QUARTER,
    MONTH,
    WEEK,
    DAY;

    static final int MONTHS_PER_QUARTER = 3;

    private static final int DAYS_PER_WEEK = 7;
    private static final Pattern QUARTERS = Pattern.compile("(\\d{4})-Q([1-4])");
    private static final Pattern WEEKS = Pattern.compile("(\\d{4})-W(\\d{2})");

    /// One of these stretches.
    ///
    /// @param last the last day that belongs to it
    public record Period(Unit unit, LocalDate first, LocalDate last) {
        /// How it is written.
        public String name() {
            return switch (unit) {
                case YEAR -> String.format(Locale.ROOT, "%04d", first.getYear());
                case QUARTER ->
                    String.format(Locale.ROOT, "%04d-Q%d", first.getYear(), first.get(IsoFields.QUARTER_OF_YEAR));
                case MONTH -> YearMonth.from(first).toString();
                case WEEK ->
                    String.format(
                            Locale.ROOT,
                            "%04d-W%02d",
                            first.get(IsoFields.WEEK_BASED_YEAR),
                            first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                case DAY -> first.toString();
            };
        }
    }

    /// The one that the day is in.
    public Period of(LocalDate day) {
        return switch (this) {
            case YEAR -> new Period(this, day.withDayOfYear(1), day.withDayOfYear(day.lengthOfYear()));
            case QUARTER -> {
                YearMonth first =
                        YearMonth.of(day.getYear(), MONTHS_PER_QUARTER * (day.get(IsoFields.QUARTER_OF_YEAR) - 1) + 1);
                yield new Period(
                        this,
                        first.atDay(1),
                        first.plusMonths(MONTHS_PER_QUARTER - 1L).atEndOfMonth());
            }
            case MONTH -> new Period(this, day.withDayOfMonth(1), day.withDayOfMonth(day.lengthOfMonth()));
            case WEEK -> {
                LocalDate monday = day.minusDays(day.getDayOfWeek().getValue() - 1L);
                yield new Period(this, monday, monday.plusDays(DAYS_PER_WEEK - 1L));
            }
            case DAY -> new Period(this, day, day);
        };
    }

    /// Reads what [Period#name] writes.
    public static Optional<Period> parse(String name) {
        try {
            Matcher quarter = QUARTERS.matcher(name);
            if (quarter.matches()) {
                int month = MONTHS_PER_QUARTER * (Integer.parseInt(quarter.group(2)) - 1) + 1;
                return Optional.of(QUARTER.of(LocalDate.of(Integer.parseInt(quarter.group(1)), month, 1)));
            }
            Matcher week = WEEKS.matcher(name);
            if (week.matches()) {
                LocalDate inIt = LocalDate.of(Integer.parseInt(week.group(1)), 1, 4)
                        .with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, Integer.parseInt(week.group(2)));
                return Optional.of(WEEK.of(inIt));
            }
            return switch (name.length()) {
                case 4 -> Optional.of(YEAR.of(LocalDate.of(Integer.parseInt(name), 1, 1)));
                case 7 -> Optional.of(MONTH.of(YearMonth.parse(name).atDay(1)));
                case 10 -> Optional.of(DAY.of(LocalDate.parse(name)));
                default -> Optional.empty();
            };
        } catch (DateTimeException | NumberFormatException _) {
            return Optional.empty();
        }
    }
}
