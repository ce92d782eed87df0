package dev.kept.api.commitment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// When a promise falls due, in the form it was given. The form is stored beside the instant it was resolved to.
public sealed interface Due {

    /// At an instant.
    record At(Instant instant) implements Due {}

    /// By the end of a local day.
    record EndOfDay(LocalDate on, ZoneId zone) implements Due {}

    /// At a local time.
    record AtLocal(LocalDateTime at, ZoneId zone) implements Due {}

    /// Within a window between two instants, both included.
    record Window(Instant from, Instant to) implements Due {}

    /// Within a window between two local times, both included.
    record LocalWindow(LocalDateTime from, LocalDateTime to, ZoneId zone) implements Due {}

    /// Once so much open time of a business calendar has passed since the fact.
    record OpenTime(Duration within, CalendarOf calendar) implements Due {}

    /// By closing time of the business day that is so many after the day of the fact; 0 is that day itself.
    record BusinessDays(int within, CalendarOf calendar) implements Due {}

    /// Whose business calendar is meant.
    sealed interface CalendarOf {
        /// The calendar of this name.
        record Named(String name) implements CalendarOf {}

        /// The calendar `customer:` and the customer's name.
        record Customer() implements CalendarOf {}

        /// The calendar `promisor:` and the promisor's name.
        record Promisor() implements CalendarOf {}
    }
}
