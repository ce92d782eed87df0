package dev.kept.domain.outcome;

import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.FactType;
import dev.kept.domain.calendar.Calendars;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The due date that counts for a commitment, in the form it was given, and the fact that set it.
///
/// @param factId of the promise or the renegotiation
/// @param field of that fact: `due` or `newDue`
/// @param since when that fact happened: business time is counted from there
public record DueInForce(String factId, String field, ResolvedDue due, Instant since) {

    /// @param events all of one commitment, in any order
    /// @param counts the due date that counts, UTC epoch seconds
    /// @return nothing if no fact gave that date
    public static Optional<DueInForce> of(List<CommitmentEvent> events, long counts) {
        Map<String, CommitmentEvent> byId = new HashMap<>();
        events.forEach(event -> byId.put(event.envelope().factId(), event));
        List<Fact> facts = FactsOf.events(events);
        Map<String, Fact> corrections = EffectiveFacts.corrections(facts);
        DueInForce found = EffectivePromise.of(events)
                .map(promise -> new DueInForce(
                        promise.made().envelope().factId(),
                        "due",
                        promise.terms().due(),
                        promise.at()))
                .filter(due -> due.falls(counts))
                .orElse(null);
        for (CommitmentEvent event : events) {
            if (event instanceof CommitmentEvent.CommitmentRenegotiated moved) {
                Fact correction = corrections.get(moved.envelope().factId());
                Optional<DueInForce> due = correction == null
                        ? Optional.of(of(moved, moved.newDue(), moved.envelope().at()))
                        : corrected(moved, byId.get(correction.id()));
                if (due.isPresent()
                        && due.get().falls(counts)
                        && (found == null || !due.get().since().isBefore(found.since()))) {
                    found = due.get();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static DueInForce of(CommitmentEvent.CommitmentRenegotiated moved, ResolvedDue due, Instant at) {
        return new DueInForce(moved.envelope().factId(), "newDue", due, at);
    }

    private static Optional<DueInForce> corrected(
            CommitmentEvent.CommitmentRenegotiated moved, @Nullable CommitmentEvent correction) {
        Replacement with = correction instanceof CommitmentEvent.FactCorrected corrected ? corrected.with() : null;
        if (with == null) {
            return Optional.empty();
        }
        Patch fields = with.fields();
        if (fields.type() != null && fields.type() != FactType.RENEGOTIATED) {
            return Optional.empty();
        }
        ResolvedDue due = with.newDue();
        Instant at = fields.at();
        return Optional.of(of(
                moved,
                due == null ? moved.newDue() : due,
                at == null ? moved.envelope().at() : at));
    }

    private boolean falls(long counts) {
        return due.due().getEpochSecond() == counts;
    }

    /// The same form, with its calendar named, whoever's it is: later facts cannot mean the calendar of "the customer".
    ///
    /// @throws IllegalStateException if it needs no calendar
    public Due named() {
        ResolvedDue.Calendar calendar = due.calendar();
        if (calendar == null) {
            throw new IllegalStateException("expected a form with a calendar, got " + due.form());
        }
        Due.CalendarOf named = new Due.CalendarOf.Named(calendar.name());
        return switch (due.form()) {
            case Due.OpenTime(var within, var _) -> new Due.OpenTime(within, named);
            case Due.BusinessDays(int within, var _) -> new Due.BusinessDays(within, named);
            case Due.At _, Due.EndOfDay _, Due.AtLocal _, Due.Window _, Due.LocalWindow _ -> due.form();
        };
    }

    /// What it would be if it were resolved by the calendars as they are now.
    ///
    /// @return nothing if that is the same instant, or if it cannot be resolved any more
    public Optional<ResolvedDue> recalculated(Calendars calendars) {
        var basis = new DueResolver.Basis(since, Optional.empty(), calendars);
        return DueResolver.resolve(named(), basis) instanceof DueResolver.Resolution.Resolved(ResolvedDue again)
                        && !again.due().equals(due.due())
                ? Optional.of(again)
                : Optional.empty();
    }
}
