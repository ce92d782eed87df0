package dev.kept.domain.series;

import dev.kept.api.commitment.Due;
import java.time.LocalTime;

/// When each occurrence of a series falls due, seen from its day.
public sealed interface SeriesDue {
    /// By the end of the day.
    record EndOfDay() implements SeriesDue {}

    /// By a local time of the day.
    record At(LocalTime time) implements SeriesDue {}

    /// Within a window of the day, both ends included.
    record Window(LocalTime from, LocalTime to) implements SeriesDue {}

    /// Within business time that is counted from the beginning of the day.
    ///
    /// @param form [Due.OpenTime] or [Due.BusinessDays]
    record Within(Due form) implements SeriesDue {}

    /// A standing promise: once the period of the day is over, and within so many days, it must be attested that it was
    /// kept.
    record Attested(int days) implements SeriesDue {}
}
