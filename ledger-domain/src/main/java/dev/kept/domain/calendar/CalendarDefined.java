package dev.kept.domain.calendar;

import dev.kept.api.id.IdempotencyKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A calendar was defined, or defined anew. A calendar's version is the number of its definitions before this one; a
/// due date that was resolved by an earlier one stays as it is.
///
/// @param name what due forms call it; `customer:` or `promisor:` and a name make it that party's own
/// @param regions whose public holidays are among its days, for people to read
/// @param actor who defined it
public record CalendarDefined(
        String factId,
        String name,
        BusinessCalendar calendar,
        List<String> regions,
        IdempotencyKey key,
        @Nullable String actor,
        Instant acceptedAt) {
    /// The stored name, without its revision.
    public static final String EVENT_NAME = "calendar.defined";

    public static final int REVISION = 1;

    public CalendarDefined {
        regions = List.copyOf(regions);
    }
}
