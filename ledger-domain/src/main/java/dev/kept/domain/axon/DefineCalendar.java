package dev.kept.domain.axon;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.calendar.BusinessCalendar;
import dev.kept.domain.calendar.CalendarDefined;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Defines a calendar, or defines it anew.
///
/// @param expectedVersion the version that the caller believes the calendar to have, -1 for none yet; null if it does
///     not care
public record DefineCalendar(
        Instant now,
        String name,
        BusinessCalendar calendar,
        List<String> regions,
        IdempotencyKey key,
        @Nullable String actor,
        @Nullable Integer expectedVersion) {
    /// The command's name on the bus.
    public static final String NAME = "dev.kept.DefineCalendar";

    public DefineCalendar {
        regions = List.copyOf(regions);
    }

    /// What became of it.
    public sealed interface Decided {
        /// It is defined from now on.
        record Defined(CalendarDefined event, int version) implements Decided {}

        /// It was so defined already.
        record Unchanged(CalendarDefined event, int version) implements Decided {}

        /// The key was used for another fact.
        record KeyTaken(String factId) implements Decided {}

        /// It has another version than the caller believed.
        record OtherVersion(int version) implements Decided {}
    }
}
