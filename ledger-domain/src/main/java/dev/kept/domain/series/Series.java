package dev.kept.domain.series;

import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Terms;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.recurrence.Recurrence;
import dev.kept.domain.recurrence.Unit;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A promise that recurs. Each occurrence becomes a commitment of its own, some time ahead: `NAME#2026-Q4`, named by
/// the longest unit of time in which the rule recurs but once.
///
/// @param start from which day on the rule counts
/// @param until the last day on which it may recur; null for no end but the rule's own
/// @param zone in which its days and times are meant
/// @param aheadDays how long before its day, or before the period that it attests, an occurrence is made
/// @param terms of every occurrence; their due date alone says nothing
public record Series(
        String name,
        Recurrence rule,
        LocalDate start,
        @Nullable LocalDate until,
        ZoneId zone,
        SeriesDue due,
        int aheadDays,
        Terms terms) {
    /// Between the series and the period in the name of a commitment; no series has it in its name.
    public static final char SEPARATOR = '#';

    /// Leaves room for the period within the name of a commitment.
    public static final int MAX_NAME = 180;

    public static final int MAX_AHEAD_DAYS = 400;

    /// One occurrence that is to be made.
    ///
    /// @param makeAt when; not before the series was defined
    public record Occurrence(String commitment, LocalDate day, Unit.Period period, Instant makeAt, Due due) {}

    /// The occurrences that are to be made by then, in order.
    ///
    /// None that was over when the series was so defined, and none up to what was made before: a change of a series
    /// is about its future.
    ///
    /// @param definedAt when it was so defined
    /// @param madeUntil the last day for which an occurrence was made, by this definition or an earlier one
    /// @param now up to when
    /// @param limit at most so many
    public List<Occurrence> due(Instant definedAt, @Nullable LocalDate madeUntil, Instant now, int limit) {
        List<Occurrence> due = new ArrayList<>();
        for (Iterator<Occurrence> all = after(definedAt, madeUntil); all.hasNext() && due.size() < limit; ) {
            Occurrence next = all.next();
            if (next.makeAt().isAfter(now)) {
                break;
            }
            due.add(next);
        }
        return due;
    }

    /// The next occurrences that are to be made, however far ahead.
    public List<Occurrence> next(Instant definedAt, @Nullable LocalDate madeUntil, int limit) {
        return due(definedAt, madeUntil, Instant.MAX, limit);
    }

    /// Whether the rule recurs at all from its start on.
    public boolean recurs() {
        return rule.days(start).hasNext();
    }

    private Iterator<Occurrence> after(Instant definedAt, @Nullable LocalDate madeUntil) {
        Unit unit = rule.unit();
        Iterator<LocalDate> days = rule.days(start);
        List<Occurrence> found = new ArrayList<>(1);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (found.isEmpty() && days.hasNext()) {
                    LocalDate day = days.next();
                    if (until != null && day.isAfter(until)) {
                        return false;
                    }
                    if (madeUntil == null || day.isAfter(madeUntil)) {
                        Occurrence occurrence = occurrence(day, unit.of(day), definedAt);
                        if (!isOver(occurrence, definedAt)) {
                            found.add(occurrence);
                        }
                    }
                }
                return !found.isEmpty();
            }

            @Override
            public Occurrence next() {
                return found.removeLast();
            }
        };
    }

    private Occurrence occurrence(LocalDate day, Unit.Period period, Instant definedAt) {
        LocalDate anchor = due instanceof SeriesDue.Attested ? period.first() : day;
        Instant ahead = anchor.minusDays(aheadDays).atStartOfDay(zone).toInstant();
        return new Occurrence(
                name + SEPARATOR + period.name(),
                day,
                period,
                ahead.isAfter(definedAt) ? ahead : definedAt,
                form(day, period));
    }

    private Due form(LocalDate day, Unit.Period period) {
        return switch (due) {
            case SeriesDue.EndOfDay() -> new Due.EndOfDay(day, zone);
            case SeriesDue.At(var time) -> new Due.AtLocal(day.atTime(time), zone);
            case SeriesDue.Window(var from, var to) -> new Due.LocalWindow(day.atTime(from), day.atTime(to), zone);
            case SeriesDue.Within(Due form) -> form;
            case SeriesDue.Attested(int days) ->
                new Due.LocalWindow(
                        period.last().plusDays(1).atStartOfDay(),
                        period.last().plusDays(days).atTime(DueResolver.LAST_SECOND),
                        zone);
        };
    }

    private boolean isOver(Occurrence occurrence, Instant definedAt) {
        LocalDate last = due instanceof SeriesDue.Attested ? occurrence.period().last() : occurrence.day();
        return last.isBefore(definedAt.atZone(zone).toLocalDate())
                || !(due instanceof SeriesDue.Within)
                        && DueResolver.plain(occurrence.due()).due().isBefore(definedAt);
    }
}
