package dev.kept.app.support;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.axon.Define;
import dev.kept.domain.axon.DefinitionKind;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.calendar.BusinessCalendar;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.calendar.OpenHours;
import dev.kept.domain.line.CalendarLine;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.series.SeriesDefined;
import dev.kept.projections.board.BoardViews;
import dev.kept.projections.board.CustomerNames;
import dev.kept.projections.calendar.CalendarUses;
import dev.kept.projections.calendar.CalendarViews;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.explorer.FactExplorer;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.reliability.KnowledgeDiff;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.projections.reliability.WhatIf;
import dev.kept.projections.series.SeriesViews;
import dev.kept.projections.watch.Watch;
import dev.kept.store.FactReader;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One open ledger: its log, its views, the way to record and the clock.
///
/// @param tenant whose ledger it is; also the promisor of promises that name none
public record Ledger(
        String tenant,
        FactRecorder recorder,
        FactReader log,
        LiveProcessor processor,
        CommitmentViews commitments,
        ReliabilityViews reliability,
        ScoreViews scores,
        CalendarViews calendars,
        CalendarUses calendarUses,
        SeriesViews series,
        Watch watch,
        BoardViews board,
        CustomerNames customers,
        InstantSource clock) {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);
    /// How many years back and ahead a calendar's rules, such as those of holidays, become days.
    public static final int CALENDAR_YEARS = 21;

    /// Classes of SQL states that speak of the server and not of the statement: connection, transaction rollback,
    /// resources, operator, system.
    private static final Set<String> SERVER_CLASSES = Set.of("08", "40", "53", "57", "58");

    public CompletableFuture<List<Answer>> record(List<RecordFacts.Item> items) {
        return recorder.record(items);
    }

    /// Defines a calendar; the public holidays of its regions become closed days, for as long ahead as a due date may
    /// be resolved, unless it says otherwise about a day. Closures are taken off what that leaves.
    ///
    /// @param expectedVersion null if the caller does not care
    /// @throws UnknownRegion if no holidays are known for a region
    /// @throws TooManyDays if too many days would differ from their weekday
    public Define.Decided<CalendarDefined> define(
            CalendarLine.Definition definition, IdempotencyKey key, @Nullable Integer expectedVersion) {
        Instant now = clock.instant();
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        NavigableMap<LocalDate, List<OpenHours>> days =
                new TreeMap<>(definition.calendar().days());
        for (String region : definition.regions()) {
            PublicHolidays.of(region, year - CALENDAR_YEARS, year + CALENDAR_YEARS)
                    .orElseThrow(() -> new UnknownRegion(region))
                    .forEach(day -> days.putIfAbsent(day, List.of()));
        }
        BusinessCalendar calendar;
        try {
            calendar = new BusinessCalendar(
                            definition.calendar().zone(), definition.calendar().week(), days)
                    .closedIn(definition.closures());
        } catch (IllegalArgumentException fault) {
            throw new TooManyDays(fault);
        }
        return recorder.define(new Define<>(
                DefinitionKind.CALENDAR,
                now,
                definition.name(),
                key,
                expectedVersion,
                (factId, acceptedAt) -> new CalendarDefined(
                        factId,
                        definition.name(),
                        calendar,
                        definition.regions(),
                        key,
                        definition.actor(),
                        acceptedAt)));
    }

    /// Defines a series of promises. Waits for its turn, so that none of its occurrences is being made meanwhile.
    ///
    /// @param expectedVersion null if the caller does not care
    public Define.Decided<SeriesDefined> define(
            SeriesLine.Definition definition, IdempotencyKey key, @Nullable Integer expectedVersion)
            throws InterruptedException {
        return series.alone(() -> recorder.define(new Define<>(
                DefinitionKind.SERIES,
                clock.instant(),
                definition.series().name(),
                key,
                expectedVersion,
                (factId, acceptedAt) ->
                        new SeriesDefined(factId, definition.series(), key, definition.actor(), acceptedAt))));
    }

    /// A calendar would be longer than one may be.
    public static final class TooManyDays extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyDays(IllegalArgumentException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// No public holidays are known for a region.
    public static final class UnknownRegion extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String region;

        UnknownRegion(String region) {
            super("no public holidays are known for " + region);
            this.region = region;
        }

        public String region() {
            return region;
        }
    }

    /// Compares policies over the whole log.
    public WhatIf whatIf() {
        return new WhatIf(tenant, commitments, log);
    }

    /// Compares two states of knowledge over the whole log.
    public KnowledgeDiff diff() {
        return new KnowledgeDiff(tenant, commitments, log);
    }

    /// Opens single facts.
    public FactExplorer facts() {
        return new FactExplorer(tenant, log);
    }

    /// Waits a moment until the views hold all that the log holds now, so that whoever has recorded a fact reads it.
    ///
    /// @return whether they do; a reading before that says less than is known
    public boolean awaitViews() {
        return awaitViews(VIEW_WAIT);
    }

    public boolean awaitViews(Duration limit) {
        try {
            return processor.await(log.head().size() - 1, limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether the failure is that of a database that is away, is starting, or lacks room; a fault of the ledger's own
    /// is not, and trying again will not mend it.
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                // A pool that has no connection to give says so without a state.
                return state == null || SERVER_CLASSES.contains(state.substring(0, Math.min(2, state.length())));
            }
        }
        return false;
    }
}
