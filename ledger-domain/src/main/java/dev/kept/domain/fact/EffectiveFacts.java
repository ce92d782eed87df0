package dev.kept.domain.fact;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is left of one commitment's facts once bookkeeping is settled: the same for every order of arrival.
///
/// 1. The set of facts by id, in the order in which they became known.
/// 2. From newest to oldest, a correction that is not struck itself replaces fields of its target, or strikes it, if
///    the target is older and no newer correction acts on it. A correction can be struck, not patched.
/// 3. Evidence rises to `CONFIRMED` for what the promisee says or confirms, to `SYSTEM` for what a system says or
///    confirms.
/// 4. A fact that only the promisor vouches for, recorded too long after it is said to have happened, happened when it
///    was recorded.
/// 5. Corrections and confirmations are dropped; the rest stands in the order in which it happened.
/// 6. Delivery before the window in force opens counts only if the promisee confirmed it.
///
/// @param facts effective facts by `(at, id)`
/// @param made the promise itself, the first to become known if several were reported; null while none was
/// @param terms what was promised for when; null while that is unknown
public record EffectiveFacts(
        List<Fact> facts, @Nullable Fact made, @Nullable Terms terms) {

    public EffectiveFacts {
        facts = List.copyOf(facts);
    }

    /// @param facts all known facts of one commitment, in any order, repeated or not
    /// @param backdateSeconds how long after the fact a promisor's bare word about its time is believed
    public static EffectiveFacts of(Collection<Fact> facts, long backdateSeconds) {
        List<Fact> known = corrected(byRecording(facts));
        Map<String, Evidence> raised = raised(known);
        Fact made = null;
        List<Fact> effective = new ArrayList<>(known.size());
        for (Fact fact : known) {
            if (fact.type() == FactType.CORRECTED || fact.type() == FactType.CONFIRMED) {
                continue;
            }
            Fact settled = dated(witnessed(fact, raised.get(fact.id())), backdateSeconds);
            effective.add(settled);
            if (made == null && settled.type() == FactType.MADE) {
                made = settled;
            }
        }
        effective.sort(Fact.BY_OCCURRENCE);
        Terms terms = made == null ? null : Terms.of(made, effective);
        if (terms != null && terms.windowStart() != null) {
            long opens = terms.windowStart();
            effective.removeIf(fact -> isEarly(fact, opens));
        }
        return new EffectiveFacts(effective, made, terms);
    }

    /// Which correction is in force on which fact, by that fact's id. A correction that is missing among the values was
    /// struck itself, gave way to a newer one, or found no fact to act on.
    ///
    /// @param facts all known facts of one commitment, in any order, repeated or not
    public static Map<String, Fact> corrections(Collection<Fact> facts) {
        return !Search.any(facts, fact -> fact.type() == FactType.CORRECTED) ? Map.of() : acting(byRecording(facts));
    }

    private static List<Fact> byRecording(Collection<Fact> facts) {
        Map<String, Fact> byId = HashMap.newHashMap(facts.size());
        List<Fact> known = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            Fact other = byId.putIfAbsent(fact.id(), fact);
            if (other == null) {
                known.add(fact);
            } else if (!other.equals(fact)) {
                throw new IllegalStateException(
                        "expected one fact with id " + fact.id() + ", got two that differ: " + other + " and " + fact);
            }
        }
        known.sort(Fact.BY_RECORDING);
        return known;
    }

    private static List<Fact> corrected(List<Fact> known) {
        if (!Search.any(known, fact -> fact.type() == FactType.CORRECTED)) {
            return known;
        }
        Map<String, Fact> acting = acting(known);
        List<Fact> current = new ArrayList<>(known.size());
        for (Fact fact : known) {
            Fact acts = acting.get(fact.id());
            Correction what = acts == null ? null : acts.correction();
            Patch with = what == null ? null : what.with();
            if (what == null) {
                current.add(fact);
            } else if (with != null) {
                current.add(fact.patched(with));
            }
        }
        return current;
    }

    private static Map<String, Fact> acting(List<Fact> known) {
        Map<String, Fact> byId = HashMap.newHashMap(known.size());
        known.forEach(fact -> byId.put(fact.id(), fact));
        Map<String, Fact> acting = new HashMap<>();
        for (Fact correction : known.reversed()) {
            // A correction can only be acted on by being struck.
            Correction what = correction.correction();
            if (correction.type() != FactType.CORRECTED || what == null || acting.containsKey(correction.id())) {
                continue;
            }
            Fact target = byId.get(what.target());
            if (target == null || !target.knownBefore(correction) || acting.containsKey(target.id())) {
                continue;
            }
            if (what.with() == null || target.type() != FactType.CORRECTED) {
                acting.put(target.id(), correction);
            }
        }
        return acting;
    }

    private static Map<String, Evidence> raised(List<Fact> known) {
        Map<String, Evidence> raised = Map.of();
        for (Fact fact : known) {
            String target = fact.details().target();
            if (fact.type() != FactType.CONFIRMED || target == null || fact.by() == Party.PROMISOR) {
                continue;
            }
            if (raised.isEmpty()) {
                raised = new HashMap<>();
            }
            raised.merge(target, spokenBy(fact.by()), EffectiveFacts::stronger);
        }
        return raised;
    }

    private static Fact witnessed(Fact fact, @Nullable Evidence raised) {
        Evidence evidence = stronger(fact.evidence(), spokenBy(fact.by()));
        evidence = raised == null ? evidence : stronger(evidence, raised);
        return evidence == fact.evidence() ? fact : fact.withEvidence(evidence);
    }

    private static Fact dated(Fact fact, long backdateSeconds) {
        boolean backdated = fact.evidence() == Evidence.SELF && fact.rec() - fact.at() > backdateSeconds;
        return backdated ? fact.withAt(fact.rec()) : fact;
    }

    private static Evidence spokenBy(Party party) {
        return switch (party) {
            case PROMISOR -> Evidence.SELF;
            case SYSTEM -> Evidence.SYSTEM;
            case PROMISEE -> Evidence.CONFIRMED;
        };
    }

    private static Evidence stronger(Evidence one, Evidence other) {
        return one.atLeast(other) ? one : other;
    }

    private static boolean isEarly(Fact fact, long opens) {
        boolean delivery = fact.type() == FactType.MET || fact.type() == FactType.PARTLY_MET;
        return delivery && fact.at() < opens && !fact.evidence().atLeast(Evidence.CONFIRMED);
    }
}
