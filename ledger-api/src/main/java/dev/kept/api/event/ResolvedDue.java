package dev.kept.api.event;

import dev.kept.api.commitment.Due;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A due form beside what it was resolved to when the fact was recorded; never resolved again.
///
/// @param from the window's start, for windows
/// @param due the last instant at which the promise is still kept
/// @param timeZoneData the version of the time-zone database used, for forms with a zone
public record ResolvedDue(
        Due form,
        @Nullable Instant from,
        Instant due,
        @Nullable String timeZoneData) {}
