package dev.kept.app.support.ics;

import dev.kept.app.support.ics.IcsFile.Event;
import dev.kept.app.support.ics.IcsFile.Line;
import dev.kept.app.support.ics.IcsTime.Length;
import dev.kept.app.support.ics.IcsTime.Zones;
import dev.kept.domain.calendar.Closure;
import dev.kept.domain.recurrence.Recurrence;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the events of a calendar file as closures.
///
/// Every event that is not cancelled closes, whatever it says about being busy: an all-day event its days, a timed one
/// its time, seen from the calendar's zone. A rule without an end is followed until the last year asked for; a single
/// occurrence that was moved or cancelled counts as what it has become.
public final class IcsClosures {
    private static final int MAX_CLOSURES = 5_000;
    private static final long MAX_DAYS = 10_000;

    private final ZoneId zone;
    private final Zones zones;
    private final int fromYear;
    private final int toYear;
    /// Occurrences that have an event of their own, by the `UID` of the series.
    private final Map<String, List<IcsTime>> replaced = new HashMap<>();

    private final Set<Closure> closures = new LinkedHashSet<>();
    private long days;

    private IcsClosures(ZoneId zone, Map<String, String> aliases, int fromYear, int toYear) {
        this.zone = zone;
        this.zones = new Zones(zone, aliases);
        this.fromYear = fromYear;
        this.toYear = toYear;
    }

    /// @param zone the business calendar's; also that of times that name none
    /// @param fromYear occurrences of rules before it are left out
    /// @param toYear and those after it
    /// @throws IcsFault if anything of it cannot be taken
    public static List<Closure> read(byte[] utf8, ZoneId zone, int fromYear, int toYear) {
        IcsFile file = IcsFile.read(utf8);
        IcsClosures closures = new IcsClosures(zone, file.zones(), fromYear, toYear);
        file.events().forEach(closures::note);
        file.events().forEach(closures::close);
        if (file.events().isEmpty()) {
            throw new IcsFault(1, "VEVENT", null, "the file has no events", "export the calendar with its events");
        }
        return List.copyOf(closures.closures);
    }

    private static boolean isCancelled(Event event) {
        Line status = event.only("STATUS");
        return status != null && status.value().equalsIgnoreCase("CANCELLED");
    }

    private void note(Event event) {
        Line of = event.only("RECURRENCE-ID");
        if (of == null) {
            return;
        }
        if (of.parameter("RANGE") != null) {
            throw of.fault(
                    "a change of an occurrence and all that follow",
                    "end the series with UNTIL, and begin another one from there");
        }
        Line uid = event.only("UID");
        if (uid == null) {
            throw of.fault("an occurrence of a series that has no UID", "give the series and this event the same UID");
        }
        replaced.computeIfAbsent(uid.value(), _ -> new ArrayList<>()).add(IcsTime.of(of, zones));
    }

    private void close(Event event) {
        if (isCancelled(event)) {
            return;
        }
        Line startLine = event.only("DTSTART");
        if (startLine == null) {
            throw new IcsFault(
                    event.line(),
                    "DTSTART",
                    null,
                    "the event has no start",
                    "add DTSTART, like DTSTART;VALUE=DATE:20261224");
        }
        if (event.only("EXRULE") instanceof Line rule) {
            throw rule.fault("rules of exceptions are not followed", "list the exceptions as EXDATE");
        }
        IcsTime start = IcsTime.of(startLine, zones);
        List<IcsTime> except = new ArrayList<>(times(event, "EXDATE", start));
        Line uid = event.only("UID");
        if (event.only("RECURRENCE-ID") == null && uid != null) {
            except.addAll(replaced.getOrDefault(uid.value(), List.of()));
        }
        for (IcsTime occurrence : occurrences(event, start)) {
            if (except.stream().noneMatch(occurrence::isSame)) {
                add(event, closure(event, start, occurrence));
            }
        }
    }

    private List<IcsTime> times(Event event, String name, IcsTime start) {
        List<IcsTime> times = new ArrayList<>();
        for (Line line : event.all(name)) {
            for (IcsTime time : IcsTime.listOf(line, zones)) {
                if (!time.isLike(start)) {
                    throw line.fault(
                            "DTSTART is a " + (start.isDay() ? "day" : "time") + ", and this is not",
                            "write both as days or both as times");
                }
                times.add(time);
            }
        }
        return times;
    }

    private List<IcsTime> occurrences(Event event, IcsTime start) {
        List<IcsTime> occurrences = new ArrayList<>();
        occurrences.add(start);
        Line ruleLine = event.only("RRULE");
        if (ruleLine != null) {
            Recurrence rule;
            try {
                rule = Recurrence.parse(ruleLine.value());
            } catch (IllegalArgumentException fault) {
                throw ruleLine.fault(
                        String.valueOf(fault.getMessage()), "write it like FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24");
            }
            Iterator<LocalDate> found = rule.occurrences(
                    start.local(), start.isDay() ? zone : start.zoned().getZone());
            while (found.hasNext()) {
                LocalDate day = found.next();
                if (day.getYear() > toYear) {
                    break;
                }
                if (day.getYear() >= fromYear && !day.equals(start.day())) {
                    occurrences.add(new IcsTime(day.atTime(start.local().toLocalTime()), start.zone()));
                }
                if (occurrences.size() > MAX_CLOSURES) {
                    throw tooMany(ruleLine.number(), "RRULE", ruleLine.value());
                }
            }
        }
        occurrences.addAll(times(event, "RDATE", start));
        return occurrences;
    }

    private Closure closure(Event event, IcsTime start, IcsTime occurrence) {
        Line endLine = event.only("DTEND");
        Line lengthLine = event.only("DURATION");
        if (endLine != null && lengthLine != null) {
            throw lengthLine.fault(
                    "DTEND and DURATION are both given, and only one can count", "leave one of them out");
        }
        if (start.isDay()) {
            return Closure.ofDays(
                    occurrence.day(), occurrence.day().plusDays(wholeDays(start, endLine, lengthLine) - 1));
        }
        ZonedDateTime begins = occurrence.zoned();
        ZonedDateTime ends;
        if (lengthLine != null) {
            Length length = Length.of(lengthLine);
            ends = begins.plus(length.days()).plus(length.time());
        } else if (endLine != null) {
            IcsTime end = IcsTime.of(endLine, zones);
            if (end.isDay()) {
                throw endLine.fault("DTSTART is a time, and this is a day", "write both as days or both as times");
            }
            ends = begins.plus(Duration.between(start.zoned(), end.zoned()));
        } else {
            ends = begins;
        }
        LocalDateTime from = begins.withZoneSameInstant(zone).toLocalDateTime();
        LocalDateTime to = ends.withZoneSameInstant(zone).toLocalDateTime();
        if (!ends.isAfter(begins)) {
            throw (endLine != null ? endLine : lengthLine != null ? lengthLine : startLine(event))
                    .fault("the event lasts no time", "give it a DTEND after its DTSTART, or make it an all-day event");
        }
        // Over an hour that comes twice, the local end may lie before the local beginning.
        return from.isBefore(to) ? new Closure(from, to) : new Closure(to, from.plusMinutes(1));
    }

    private static Line startLine(Event event) {
        return event.all("DTSTART").getFirst();
    }

    private long wholeDays(IcsTime start, @Nullable Line endLine, @Nullable Line lengthLine) {
        Line said = endLine == null ? lengthLine : endLine;
        if (said == null) {
            return 1;
        }
        long length;
        if (endLine != null) {
            IcsTime end = IcsTime.of(endLine, zones);
            if (!end.isDay()) {
                throw endLine.fault("DTSTART is a day, and this is a time", "write both as days or both as times");
            }
            length = end.day().toEpochDay() - start.day().toEpochDay();
        } else {
            Length given = Length.of(said);
            if (!given.time().isZero()) {
                throw said.fault("an all-day event lasts whole days", "write it like P1D");
            }
            length = given.days().getDays();
        }
        // Some programs write an all-day event of one day with its end on that day.
        if (length < 0) {
            throw said.fault("the event ends before it begins", "DTEND is the day after the last one");
        }
        return Math.max(1, length);
    }

    private void add(Event event, Closure closure) {
        if (closures.add(closure)) {
            days += closure.days();
        }
        if (closures.size() > MAX_CLOSURES || days > MAX_DAYS) {
            throw tooMany(event.line(), "VEVENT", null);
        }
    }

    private IcsFault tooMany(int line, String field, @Nullable String value) {
        return new IcsFault(
                line,
                field,
                value,
                "more than " + MAX_CLOSURES + " closures or " + MAX_DAYS + " closed days until " + toYear,
                "say what is closed every week in the calendar's week, and end rules with UNTIL or COUNT");
    }
}
