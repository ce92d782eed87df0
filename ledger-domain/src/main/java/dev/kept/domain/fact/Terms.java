package dev.kept.domain.fact;

import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The due date of a promise after all its renegotiations, and what each of them did to it.
///
/// | renegotiation | effect |
/// |---|---|
/// | after the due then in force | none on the terms: it admits the miss ([Effect#ADMISSION]) |
/// | to an earlier or the same due, not in the past | the new due holds ([Effect#NOT_LATER]) |
/// | to an earlier due already past | none ([Effect#IGNORED]) |
/// | to a later due | the new due holds, asked by the promisee ([Effect#LATER_FOR_PROMISEE]) or not ([Effect#LATER]) |
public record Terms(long due, @Nullable Long windowStart, List<Revision> revisions) {

    public Terms {
        revisions = List.copyOf(revisions);
    }

    /// What one renegotiation did.
    public enum Effect {
        ADMISSION,
        NOT_LATER,
        IGNORED,
        LATER_FOR_PROMISEE,
        LATER
    }

    /// One renegotiation with the due before and after it.
    public record Revision(Fact fact, Effect effect, long dueBefore, long dueAfter) {}

    /// The terms of the promise `made`, walked through its effective facts in the order in which they happened; null
    /// while nobody has said when it is due.
    static @Nullable Terms of(Fact made, List<Fact> effective) {
        Long promised = made.details().due();
        if (promised == null) {
            return null;
        }
        long due = promised;
        Long windowStart = made.details().windowStart();
        List<Revision> revisions = List.of();
        for (Fact fact : effective) {
            if (fact.type() != FactType.RENEGOTIATED) {
                continue;
            }
            Effect effect = effect(fact, due);
            long before = due;
            Long newDue = fact.details().newDue();
            if (newDue != null && effect != Effect.ADMISSION && effect != Effect.IGNORED) {
                due = newDue;
                windowStart = fact.details().newWindowStart();
            }
            if (revisions.isEmpty()) {
                revisions = new ArrayList<>();
            }
            revisions.add(new Revision(fact, effect, before, due));
        }
        return new Terms(due, windowStart, revisions);
    }

    private static Effect effect(Fact renegotiated, long due) {
        if (renegotiated.at() > due) {
            return Effect.ADMISSION;
        }
        Long newDue = renegotiated.details().newDue();
        if (newDue == null) {
            return Effect.IGNORED;
        }
        if (newDue <= due) {
            return newDue >= renegotiated.at() ? Effect.NOT_LATER : Effect.IGNORED;
        }
        return renegotiated.by() == Party.PROMISEE ? Effect.LATER_FOR_PROMISEE : Effect.LATER;
    }
}
