package dev.kept.domain.capture;

import dev.kept.api.commitment.Due;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Where a customer's days begin and end, and when they do business.
///
/// @param calendar what "working days" are counted by; null if there is no calendar to count by
public record Place(ZoneId zone, Due.@Nullable CalendarOf calendar) {}
