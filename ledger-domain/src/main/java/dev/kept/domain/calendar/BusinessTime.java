package dev.kept.domain.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts time in what is open.
///
/// Hours are hours that really pass while it is open: a night in which clocks jump counts what it lasts. Where opening
/// or closing time falls into a gap, the moment of the jump stands for it; in an overlap it opens at the earlier and
/// closes at the later of the two. A local day that its zone skipped has no open time.
public final class BusinessTime {
    /// Beyond that a calendar is as good as closed for ever.
    private static final int MAX_DAYS = 20 * 366;

    private BusinessTime() {}

    private record Stretch(Instant opens, Instant closes) {}

    /// When that much open time has passed. What is used up when it closes is due at closing time, not at the next
    /// opening.
    ///
    /// @param within more than zero
    /// @return nothing if the calendar is not open that long within 20 years
    public static Optional<Instant> after(Instant start, Duration within, BusinessCalendar calendar) {
        if (!within.isPositive()) {
            throw new IllegalArgumentException("business time is more than zero, not " + within);
        }
        Duration left = within;
        LocalDate day = start.atZone(calendar.zone()).toLocalDate().minusDays(1);
        for (int i = 0; i < MAX_DAYS; i++, day = day.plusDays(1)) {
            for (Stretch stretch : stretches(day, calendar)) {
                Instant from = stretch.opens().isAfter(start) ? stretch.opens() : start;
                Duration open = Duration.between(from, stretch.closes());
                if (!open.isPositive()) {
                    continue;
                }
                if (open.compareTo(left) >= 0) {
                    return Optional.of(from.plus(left));
                }
                left = left.minus(open);
            }
        }
        return Optional.empty();
    }

    /// Closing time of the business day that is so many after the local day of the start, whatever the hour; 0 is the
    /// day of the start itself while it has not closed, else the next business day.
    ///
    /// @return nothing if there are not as many within 20 years
    public static Optional<Instant> closeAfter(Instant start, int businessDays, BusinessCalendar calendar) {
        if (businessDays < 0) {
            throw new IllegalArgumentException("business days are counted forward, not " + businessDays);
        }
        LocalDate day = start.atZone(calendar.zone()).toLocalDate();
        Optional<Instant> today = close(day, calendar);
        if (businessDays == 0 && today.isPresent() && !today.get().isBefore(start)) {
            return today;
        }
        int left = Math.max(1, businessDays);
        for (int i = 0; i < MAX_DAYS; i++) {
            day = day.plusDays(1);
            Optional<Instant> closes = close(day, calendar);
            if (closes.isPresent() && --left == 0) {
                return closes;
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> close(LocalDate day, BusinessCalendar calendar) {
        List<Stretch> stretches = stretches(day, calendar);
        return stretches.isEmpty()
                ? Optional.empty()
                : Optional.of(stretches.getLast().closes());
    }

    private static List<Stretch> stretches(LocalDate day, BusinessCalendar calendar) {
        List<OpenHours> hours = calendar.on(day);
        List<Stretch> stretches = new ArrayList<>(hours.size());
        for (OpenHours open : hours) {
            Instant opens = instant(open.opens(day), calendar.zone(), false);
            Instant closes = instant(open.closes(day), calendar.zone(), true);
            if (opens.isBefore(closes)) {
                stretches.add(new Stretch(opens, closes));
            }
        }
        return stretches;
    }

    private static Instant instant(LocalDateTime local, ZoneId zone, boolean later) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        ZonedDateTime time = ZonedDateTime.of(local, zone);
        return (later ? time.withLaterOffsetAtOverlap() : time.withEarlierOffsetAtOverlap()).toInstant();
    }
}
