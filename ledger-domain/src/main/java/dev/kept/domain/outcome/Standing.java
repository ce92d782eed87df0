package dev.kept.domain.outcome;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Search;
import dev.kept.domain.fact.Terms;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a commitment stands at, folded from its facts; the same for every order of arrival.
///
/// All times are UTC epoch seconds.
///
/// @param madeAt when the promise was made; null while only other facts are known, and so are the terms below
/// @param originalDue the due date first promised
/// @param due the due date that counts
/// @param settledAt when the outcome came about: kept, partly kept, declared missed, withdrawn or released
/// @param withdrawnBy who withdrew, for `WITHDRAWN`
public record Standing(
        Outcome outcome,
        Set<Flag> flags,
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable Direction direction,
        @Nullable String kind,
        @Nullable Long madeAt,
        @Nullable Long originalDue,
        @Nullable Long due,
        @Nullable Long settledAt,
        @Nullable Party withdrawnBy) {

    /// How long after the fact a promisor's bare word about its time is believed: three days.
    public static final long BACKDATE_SECONDS = 259_200;

    public Standing {
        flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }

    /// @param facts all facts of one commitment, in any order
    /// @param asOf the end of what had happened
    /// @param knownAt the end of what was known
    /// @return nothing, if no fact lies within both
    public static Optional<Standing> of(List<Fact> facts, long asOf, long knownAt) {
        List<Fact> known = facts.stream()
                .filter(fact -> fact.at() <= asOf && fact.rec() <= knownAt)
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(fold(EffectiveFacts.of(known, BACKDATE_SECONDS), asOf));
    }

    /// @param facts what is left of all facts of one commitment, at least one, under [#BACKDATE_SECONDS]
    /// @param asOf when it is read
    public static Standing of(EffectiveFacts facts, long asOf) {
        return fold(facts, asOf);
    }

    /// The same with other flags.
    public Standing with(Set<Flag> other) {
        return new Standing(
                outcome, other, customer, promisor, direction, kind, madeAt, originalDue, due, settledAt, withdrawnBy);
    }

    private static Standing fold(EffectiveFacts effective, long asOf) {
        List<Fact> facts = effective.facts();
        Fact made = effective.made();
        Terms terms = effective.terms();
        boolean voided = Search.any(facts, fact -> fact.type() == FactType.VOIDED);
        if (made == null || terms == null) {
            return awaiting(voided ? Outcome.VOIDED : Outcome.AWAITING_TERMS);
        }
        Settled settled = voided ? new Settled(Outcome.VOIDED, null, null) : settle(facts, terms.due());
        boolean disputed = isDisputed(facts);
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (settled.outcome == Outcome.OPEN && terms.due() < asOf) {
            flags.add(Flag.OVERDUE);
        }
        if (disputed) {
            flags.add(Flag.DISPUTED);
        }
        if (has(facts, FactType.DISCLOSED)) {
            flags.add(Flag.DISCLOSED);
        }
        if (has(facts, FactType.MADE_GOOD)) {
            flags.add(Flag.MADE_GOOD);
        }
        if (made.evidence() == Evidence.SELF && !Search.any(facts, fact -> fact.evidence() == Evidence.CONFIRMED)) {
            flags.add(Flag.UNWITNESSED);
        }
        return new Standing(
                settled.outcome,
                flags,
                made.details().customer(),
                made.details().promisor(),
                made.details().direction(),
                made.details().kind(),
                made.at(),
                made.details().due(),
                terms.due(),
                settled.at,
                settled.by);
    }

    private static Standing awaiting(Outcome outcome) {
        return new Standing(outcome, Set.of(), null, null, null, null, null, null, null, null, null);
    }

    private record Settled(
            Outcome outcome, @Nullable Long at, @Nullable Party by) {}

    private static Settled settle(List<Fact> facts, long due) {
        long struckUntil = upheldAt(facts).orElse(Long.MIN_VALUE);
        OptionalLong met = earliest(facts, FactType.MET, struckUntil);
        Fact letGo = Search.first(
                facts,
                fact -> fact.by() == Party.PROMISEE
                        && fact.at() <= due
                        && (fact.type() == FactType.RELEASED || fact.type() == FactType.WITHDRAWN));
        if (letGo != null && (met.isEmpty() || met.getAsLong() > letGo.at())) {
            return letGo.type() == FactType.RELEASED
                    ? new Settled(Outcome.RELEASED, letGo.at(), null)
                    : new Settled(Outcome.WITHDRAWN, letGo.at(), Party.PROMISEE);
        }
        if (met.isPresent()) {
            Outcome outcome = met.getAsLong() <= due ? Outcome.MET : Outcome.MET_LATE;
            return new Settled(outcome, met.getAsLong(), null);
        }
        Fact partly = Search.first(
                facts, fact -> fact.type() == FactType.PARTLY_MET && fact.at() > struckUntil && share(fact) > 0);
        if (partly != null) {
            return new Settled(Outcome.PARTLY_MET, partly.at(), null);
        }
        Fact withdrawn = Search.first(facts, fact -> fact.type() == FactType.WITHDRAWN && fact.by() == Party.PROMISOR);
        if (withdrawn != null) {
            return new Settled(Outcome.WITHDRAWN, withdrawn.at(), Party.PROMISOR);
        }
        OptionalLong missed = earliest(facts, FactType.MISSED, Long.MIN_VALUE);
        return missed.isPresent()
                ? new Settled(Outcome.MISSED, missed.getAsLong(), null)
                : new Settled(Outcome.OPEN, null, null);
    }

    private static long share(Fact fact) {
        Long fraction = fact.details().fractionPpm();
        return fraction == null ? 0 : fraction;
    }

    private static OptionalLong earliest(List<Fact> facts, FactType type, long after) {
        Fact first = Search.first(facts, fact -> fact.type() == type && fact.at() > after);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.at());
    }

    /// The promisee's dispute stands unless a resolution at or after it answers it.
    private static boolean isDisputed(List<Fact> facts) {
        boolean open = false;
        for (Fact fact : facts) {
            if (fact.type() == FactType.DISPUTED && fact.by() == Party.PROMISEE) {
                open = true;
            } else if (fact.type() == FactType.RESOLVED) {
                open = false;
            }
        }
        return open;
    }

    /// When the last resolution upheld the claim against the promisor; reports of delivery up to then are struck.
    private static OptionalLong upheldAt(List<Fact> facts) {
        Fact last = Search.first(facts.reversed(), fact -> fact.type() == FactType.RESOLVED);
        return last != null && last.details().finding() == Finding.UPHELD
                ? OptionalLong.of(last.at())
                : OptionalLong.empty();
    }

    private static boolean has(List<Fact> facts, FactType type) {
        return Search.any(facts, fact -> fact.type() == type);
    }
}
