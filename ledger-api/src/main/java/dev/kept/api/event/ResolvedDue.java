package dev.kept.api.event;

import dev.kept.api.commitment.Due;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A due form beside what it was resolved to when the fact was recorded; never resolved again.
///
/// @param from the window's start, for windows
/// @param due the last instant at which the promise is still kept
/// @param timeZoneData the version of the time-zone database used, for forms with a zone
/// @param calendar the version of the business calendar used, for forms with one
public record ResolvedDue(
        Due form,
        @Nullable Instant from,
        Instant due,
        @Nullable String timeZoneData,
        @Nullable Calendar calendar) {
    public ResolvedDue(Due form, @Nullable Instant from, Instant due, @Nullable String timeZoneData) {
        this(form, from, due, timeZoneData, null);
    }

    /// One version of a calendar, as the ledger holds it.
    ///
    /// @param version how many times it had been changed before: 0 is the first
    public record Calendar(String name, int version) {}
}
