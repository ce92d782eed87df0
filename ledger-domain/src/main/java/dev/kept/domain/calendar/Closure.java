package dev.kept.domain.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A stretch of local time in which a place is closed that would be open otherwise: from the first, up to the second.
public record Closure(LocalDateTime from, LocalDateTime to) {
    private static final int DAY = 1_440;
    private static final int SECONDS = 60;

    public Closure {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a closure ends after it begins, not " + from + " to " + to);
        }
    }

    /// Whole days, both included.
    public static Closure ofDays(LocalDate first, LocalDate last) {
        return new Closure(first.atStartOfDay(), last.plusDays(1).atStartOfDay());
    }

    /// Reads `2026-12-24`, `2026-12-24/2027-01-01` (both days included) or `2026-12-24T12:00/2026-12-24T18:00`.
    ///
    /// @throws IllegalArgumentException if it is nothing of the kind
    public static Closure parse(String text) {
        String[] ends = text.split("/", -1);
        try {
            if (ends.length == 2 && text.contains("T")) {
                return new Closure(LocalDateTime.parse(ends[0]), LocalDateTime.parse(ends[1]));
            }
            if (ends.length <= 2) {
                return ofDays(LocalDate.parse(ends[0]), LocalDate.parse(ends[ends.length - 1]));
            }
        } catch (DateTimeException _) {
            // The same answer as below.
        }
        throw new IllegalArgumentException("a closure is written like 2026-12-24, 2026-12-24/2027-01-01 or"
                + " 2026-12-24T12:00/2026-12-24T18:00");
    }

    /// How many local days it touches.
    public long days() {
        return ChronoUnit.DAYS.between(from.toLocalDate(), to.minusNanos(1).toLocalDate()) + 1;
    }

    /// What it leaves of a day's hours. A minute that it touches is closed.
    List<OpenHours> leavesOf(LocalDate day, List<OpenHours> hours) {
        int closes = clamp(ChronoUnit.MINUTES.between(day.atStartOfDay(), from));
        int opens = clamp((ChronoUnit.SECONDS.between(day.atStartOfDay(), to) + SECONDS - 1) / SECONDS);
        List<OpenHours> left = new ArrayList<>(hours.size() + 1);
        for (OpenHours open : hours) {
            add(left, open.fromMinute(), Math.min(closes, open.toMinute()));
            add(left, Math.max(opens, open.fromMinute()), open.toMinute());
        }
        return left;
    }

    private static void add(List<OpenHours> hours, int from, int to) {
        if (from < to) {
            hours.add(new OpenHours(from, to));
        }
    }

    private static int clamp(long minute) {
        return Math.clamp(minute, 0, DAY);
    }

    @Override
    public String toString() {
        boolean whole =
                from.toLocalTime().toSecondOfDay() == 0 && to.toLocalTime().toSecondOfDay() == 0;
        LocalDate first = from.toLocalDate();
        LocalDate last = to.toLocalDate().minusDays(1);
        if (!whole) {
            return from + "/" + to;
        }
        return first.equals(last) ? first.toString() : first + "/" + last;
    }
}
