package dev.kept.projections.portfolio;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.MissCause;
import dev.kept.domain.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// A promise that was not kept in full and in time, and what is known of why.
///
/// Times are UTC epoch seconds.
///
/// @param outcome `MET_LATE`, `PARTLY_MET`, `MISSED`, or `WITHDRAWN` by the promisor
/// @param settledAt when the outcome came about
/// @param cause as the last report of the miss names it; null if none does
/// @param toldAt when the promisee was first told by the promisor; null if never
/// @param madeGood whether a remedy was given
public record Miss(
        String commitment,
        String customer,
        String promisor,
        String kind,
        Direction direction,
        Outcome outcome,
        long due,
        long settledAt,
        @Nullable MissCause cause,
        @Nullable Long toldAt,
        boolean madeGood) {
    /// How late it was kept; nothing for what was not kept at all.
    public @Nullable Long lateness() {
        return outcome == Outcome.MET_LATE ? Long.valueOf(settledAt - due) : null;
    }

    /// How long after the due date the promisee was told; below zero before it, null if never.
    public @Nullable Long toldAfter() {
        return toldAt == null ? null : Long.valueOf(toldAt - due);
    }
}
