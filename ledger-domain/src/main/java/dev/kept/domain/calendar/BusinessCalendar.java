package dev.kept.domain.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// When a place is open for business. Holidays are days, not rules: what a calendar says never depends on a library.
///
/// @param zone in which its hours are meant
/// @param week opening hours by weekday; a missing one is closed
/// @param days days that differ from their weekday: no hours is closed
public record BusinessCalendar(
        ZoneId zone, Map<DayOfWeek, List<OpenHours>> week, NavigableMap<LocalDate, List<OpenHours>> days) {

    /// Beyond that a calendar is no list of exceptions any more.
    public static final int MAX_DAYS = 25_000;

    /// @throws IllegalArgumentException if hours of a day overlap, it is never open, or too many days differ
    public BusinessCalendar {
        Map<DayOfWeek, List<OpenHours>> ordered = new EnumMap<>(DayOfWeek.class);
        week.forEach((day, hours) -> ordered.put(day, inOrder(day.toString(), hours)));
        week = Collections.unmodifiableMap(ordered);
        NavigableMap<LocalDate, List<OpenHours>> orderedDays = new TreeMap<>();
        days.forEach((day, hours) -> orderedDays.put(day, inOrder(day.toString(), hours)));
        days = Collections.unmodifiableNavigableMap(orderedDays);
        if (days.size() > MAX_DAYS) {
            throw new IllegalArgumentException("more than " + MAX_DAYS + " days differ from their weekday");
        }
        if (week.values().stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException("the week has no opening hours: no promise could ever fall due");
        }
    }

    private static List<OpenHours> inOrder(String day, List<OpenHours> hours) {
        List<OpenHours> ordered = new ArrayList<>(hours);
        Collections.sort(ordered);
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).fromMinute() < ordered.get(i - 1).toMinute()) {
                throw new IllegalArgumentException(
                        "hours of " + day + " overlap: " + ordered.get(i - 1) + " and " + ordered.get(i));
            }
        }
        return List.copyOf(ordered);
    }

    /// The opening hours of a local day, in order; none if it is closed.
    public List<OpenHours> on(LocalDate day) {
        List<OpenHours> special = days.get(day);
        return special == null ? week.getOrDefault(day.getDayOfWeek(), List.of()) : special;
    }

    /// The same calendar, closed in these stretches as well.
    public BusinessCalendar closedIn(List<Closure> closures) {
        NavigableMap<LocalDate, List<OpenHours>> closed = new TreeMap<>(days);
        for (Closure closure : closures) {
            LocalDate day = closure.from().toLocalDate();
            for (long left = closure.days(); left > 0; left--, day = day.plusDays(1)) {
                List<OpenHours> before = closed.containsKey(day) ? closed.get(day) : on(day);
                List<OpenHours> after = closure.leavesOf(day, before);
                if (!after.equals(before)) {
                    closed.put(day, after);
                }
            }
        }
        return new BusinessCalendar(zone, week, closed);
    }
}
