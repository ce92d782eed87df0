package dev.kept.domain.due;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.ResolvedDue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRulesProvider;

/// Resolves a due form to instants. A local time in a gap shifts forward by the gap; in an overlap a due takes the
/// later offset and a window's start the earlier one, so that nobody loses an hour they were promised.
public final class DueResolver {
    /// The last second of a day: due times are read to the second.
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private DueResolver() {}

    public static ResolvedDue resolve(Due form) {
        return switch (form) {
            case Due.At(Instant instant) -> new ResolvedDue(form, null, instant, null);
            case Due.EndOfDay(var on, ZoneId zone) -> new ResolvedDue(form, null, endOf(on, zone), timeZoneData(zone));
            case Due.Window(Instant from, Instant to) -> new ResolvedDue(form, from, to, null);
            case Due.LocalWindow(LocalDateTime from, LocalDateTime to, ZoneId zone) ->
                new ResolvedDue(form, earlier(from, zone), later(to, zone), timeZoneData(zone));
        };
    }

    /// The last second that belongs to the day; where the clocks skipped the whole day, the end of the one they skipped
    /// to.
    private static Instant endOf(LocalDate on, ZoneId zone) {
        LocalDateTime last = on.atTime(LAST_SECOND);
        ZoneOffsetTransition change = zone.getRules().getTransition(last);
        boolean endsInGap =
                change != null && change.isGap() && change.getDateTimeBefore().isAfter(on.atStartOfDay());
        return endsInGap ? change.getInstant().minusSeconds(1) : later(last, zone);
    }

    private static Instant later(LocalDateTime local, ZoneId zone) {
        return ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static Instant earlier(LocalDateTime local, ZoneId zone) {
        return ZonedDateTime.of(local, zone).withEarlierOffsetAtOverlap().toInstant();
    }

    /// The version of the time-zone database that knows this zone, such as `2025b`.
    private static String timeZoneData(ZoneId zone) {
        return ZoneRulesProvider.getVersions(zone.getId()).lastEntry().getKey();
    }
}
