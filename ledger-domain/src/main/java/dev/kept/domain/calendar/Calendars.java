package dev.kept.domain.calendar;

import java.util.Optional;

/// The calendars a decision may use, each as it is defined at that time.
@FunctionalInterface
public interface Calendars {
    Calendars NONE = _ -> Optional.empty();

    Optional<Version> named(String name);

    /// One version of a calendar.
    ///
    /// @param number how many times it had been changed before: 0 is the first
    record Version(String name, int number, BusinessCalendar calendar) {}
}
