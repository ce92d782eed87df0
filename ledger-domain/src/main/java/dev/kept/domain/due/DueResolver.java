package dev.kept.domain.due;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.ResolvedDue;
import dev.kept.domain.calendar.BusinessTime;
import dev.kept.domain.calendar.Calendars;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;

/// Resolves a due form to instants. A local time in a gap shifts forward by the gap; in an overlap a due takes the
/// later offset and a window's start the earlier one, so that nobody loses an hour they were promised.
///
/// The result depends on the form, the time of the fact, the calendars and the time-zone database: never on today's
/// date or on the machine's zone.
public final class DueResolver {
    /// The last second of a day: due times are read to the second.
    public static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private DueResolver() {}

    /// What a form may refer to.
    ///
    /// @param since when the fact happened: business time is counted from there
    /// @param owners whose calendars `calendarOf` means
    /// @param calendars the calendars as they are defined now
    public record Basis(Instant since, Optional<Owners> owners, Calendars calendars) {}

    /// @param customer whose calendar is named `customer:` and this
    /// @param promisor whose calendar is named `promisor:` and this
    public record Owners(String customer, String promisor) {}

    public sealed interface Resolution {
        record Resolved(ResolvedDue due) implements Resolution {}

        /// The form means a calendar that is not there.
        record NoCalendar(String name) implements Resolution {}

        /// The form means the calendar of somebody whom the fact does not name.
        record NoOwner() implements Resolution {}

        /// The calendar is not open for so long within 20 years.
        record NeverOpen(String calendar) implements Resolution {}
    }

    public static Resolution resolve(Due form, Basis basis) {
        return switch (form) {
            case Due.OpenTime(var within, Due.CalendarOf whose) ->
                withCalendar(
                        form, whose, basis, version -> BusinessTime.after(basis.since(), within, version.calendar()));
            case Due.BusinessDays(int within, Due.CalendarOf whose) ->
                withCalendar(
                        form,
                        whose,
                        basis,
                        version -> BusinessTime.closeAfter(basis.since(), within, version.calendar()));
            case Due.At _, Due.EndOfDay _, Due.AtLocal _, Due.Window _, Due.LocalWindow _ ->
                new Resolution.Resolved(plain(form));
        };
    }

    /// Resolves a form that needs no calendar.
    public static ResolvedDue plain(Due form) {
        return switch (form) {
            case Due.At(Instant instant) -> new ResolvedDue(form, null, instant, null);
            case Due.EndOfDay(var on, ZoneId zone) -> new ResolvedDue(form, null, endOf(on, zone), timeZoneData(zone));
            case Due.AtLocal(LocalDateTime at, ZoneId zone) ->
                new ResolvedDue(form, null, later(at, zone), timeZoneData(zone));
            case Due.Window(Instant from, Instant to) -> new ResolvedDue(form, from, to, null);
            case Due.LocalWindow(LocalDateTime from, LocalDateTime to, ZoneId zone) ->
                new ResolvedDue(form, earlier(from, zone), later(to, zone), timeZoneData(zone));
            case Due.OpenTime _, Due.BusinessDays _ ->
                throw new IllegalArgumentException("expected a form without a calendar, got " + form);
        };
    }

    /// The calendar that a form means; nothing for a form without one, or if the owner is not known.
    public static Optional<String> calendar(Due form, Optional<Owners> owners) {
        return switch (form) {
            case Due.OpenTime open -> name(open.calendar(), owners);
            case Due.BusinessDays days -> name(days.calendar(), owners);
            case Due.At _, Due.EndOfDay _, Due.AtLocal _, Due.Window _, Due.LocalWindow _ -> Optional.empty();
        };
    }

    private static Optional<String> name(Due.CalendarOf whose, Optional<Owners> owners) {
        return switch (whose) {
            case Due.CalendarOf.Named(String name) -> Optional.of(name);
            case Due.CalendarOf.Customer() -> owners.map(known -> "customer:" + known.customer());
            case Due.CalendarOf.Promisor() -> owners.map(known -> "promisor:" + known.promisor());
        };
    }

    @FunctionalInterface
    private interface Counting {
        Optional<Instant> due(Calendars.Version version);
    }

    private static Resolution withCalendar(Due form, Due.CalendarOf whose, Basis basis, Counting counting) {
        Optional<String> name = name(whose, basis.owners());
        if (name.isEmpty()) {
            return new Resolution.NoOwner();
        }
        Optional<Calendars.Version> found = basis.calendars().named(name.get());
        if (found.isEmpty()) {
            return new Resolution.NoCalendar(name.get());
        }
        Calendars.Version version = found.get();
        return counting.due(version)
                .<Resolution>map(due -> new Resolution.Resolved(new ResolvedDue(
                        form,
                        null,
                        due,
                        timeZoneData(version.calendar().zone()),
                        new ResolvedDue.Calendar(version.name(), version.number()))))
                .orElseGet(() -> new Resolution.NeverOpen(version.name()));
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
