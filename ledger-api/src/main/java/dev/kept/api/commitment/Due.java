package dev.kept.api.commitment;

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

    /// Within a window between two instants, both included.
    record Window(Instant from, Instant to) implements Due {}

    /// Within a window between two local times, both included.
    record LocalWindow(LocalDateTime from, LocalDateTime to, ZoneId zone) implements Due {}
}
