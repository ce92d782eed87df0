package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Bounds.PPM;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Search;
import dev.kept.domain.fact.Terms;
import dev.kept.domain.scoring.Entry.WeightClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the effective facts of one commitment into its entries, never looking at the day they are read.
///
/// First what each extension forfeits, then the outcome with the weight that is left. Praise needs a witness, blame
/// does not: of a promise nobody but the promisor vouches for, the praise goes to the capped class.
final class Resolver {
    private static final int SECONDS_A_DAY = 86_400;

    private final Policy policy;
    private final Fact made;
    private final Terms terms;
    private final List<Fact> facts;
    private final WeightClass weightClass;
    private final List<Entry> entries = new ArrayList<>(2);
    private long left;

    private Resolver(Policy policy, Fact made, Terms terms, List<Fact> facts) {
        this.policy = policy;
        this.made = made;
        this.terms = terms;
        this.facts = facts;
        left = weight(made.details());
        weightClass = left < policy.trivialBelowMilli() ? WeightClass.T : WeightClass.S;
    }

    static List<Entry> resolve(EffectiveFacts facts, Policy policy) {
        Fact made = facts.made();
        Terms terms = facts.terms();
        if (made == null || terms == null || Search.any(facts.facts(), fact -> fact.type() == FactType.VOIDED)) {
            return List.of();
        }
        return List.copyOf(new Resolver(policy, made, terms, facts.facts()).entries());
    }

    private List<Entry> entries() {
        for (Terms.Revision revision : terms.revisions()) {
            if (revision.effect() == Terms.Effect.LATER) {
                forfeit(revision);
            }
        }
        Outcome outcome = Outcome.of(policy, made, terms, facts);
        if (!outcome.letOff() && !recordedOnlyOnceKept(outcome)) {
            settle(outcome);
        }
        return entries;
    }

    private void forfeit(Terms.Revision revision) {
        long asked = revision.fact().at();
        long notice = revision.dueBefore() - asked;
        long span = Math.max(0, revision.dueBefore() - made.at());
        Policy.Extension rule = policy.extension();
        boolean early = notice * PPM >= rule.earlySharePpm() * span || notice >= rule.earlyEnoughSeconds();
        long share = early
                ? rule.earlyForfeitPpm()
                : lastMinuteForfeit(Outcome.late(revision.dueAfter() - revision.dueBefore(), span, policy.credit()));
        long forfeited = left * share / PPM;
        String code = early ? "EXTENDED_EARLY" : "EXTENDED_LATE";
        entries.add(new Entry(day(asked), false, weightClass, 0, forfeited, 0, 0, early ? 0 : 1, 0, 1, code));
        left -= forfeited;
    }

    /// As much as being that late with a warning would have cost.
    private long lastMinuteForfeit(long lateCredit) {
        Policy.Credit credit = policy.credit();
        long repairable = Math.max(0, credit.breachCapPpm() - lateCredit);
        return PPM - lateCredit - credit.discloseBeforeDuePpm() * repairable / PPM;
    }

    private boolean recordedOnlyOnceKept(Outcome outcome) {
        Long met = outcome.firstMet();
        return outcome.kept() && made.evidence() == Evidence.SELF && met != null && met < made.rec();
    }

    private void settle(Outcome outcome) {
        Long settled = outcome.settledAt();
        boolean pending = settled == null;
        int day = day(settled == null ? terms.due() : Math.min(terms.due(), settled));
        int broken = outcome.kept() && !outcome.disputed() ? 0 : 1;
        int early = outcome.early() ? 1 : 0;
        long c = outcome.credit();
        long p = outcome.proven();
        String code = outcome.code();
        if (weightClass == WeightClass.T || witnessed()) {
            entries.add(new Entry(day, pending, weightClass, 1, left, c, p, broken, early, 0, code));
            return;
        }
        long praise = left * c / PPM;
        if (left > praise) {
            entries.add(new Entry(day, pending, WeightClass.S, 1, left - praise, 0, 0, broken, early, 0, code));
        }
        if (praise > 0) {
            boolean first = left == praise;
            entries.add(new Entry(
                    day,
                    pending,
                    WeightClass.T,
                    first ? 1 : 0,
                    praise,
                    PPM,
                    p * PPM / c,
                    first ? broken : 0,
                    first ? early : 0,
                    0,
                    code + "+UNWITNESSED"));
        }
    }

    private boolean witnessed() {
        return made.evidence() != Evidence.SELF || Search.any(facts, fact -> fact.evidence() == Evidence.CONFIRMED);
    }

    private long weight(Details details) {
        Long amount = details.amountMinor();
        if (amount != null) {
            return weightOf(amount, policy.amount());
        }
        Long weight = policy.weightsMilli().get(details.tier() == null ? policy.defaultTier() : details.tier());
        if (weight == null) {
            throw new IllegalStateException("expected a weight for every tier, none for " + details.tier());
        }
        return weight;
    }

    /// `amount * 1000 // reference` within the policy's bounds, taken apart so that no amount overflows.
    private static long weightOf(long amount, Policy.Amount rule) {
        long wholes = Math.floorDiv(amount, rule.reference());
        if (wholes > rule.maxMilli()) {
            return rule.maxMilli();
        }
        if (wholes < 0) {
            return rule.minMilli();
        }
        long rest = Math.floorMod(amount, rule.reference());
        return Math.clamp(wholes * 1000 + rest * 1000 / rule.reference(), rule.minMilli(), rule.maxMilli());
    }

    static int day(long epochSeconds) {
        return Math.toIntExact(Math.floorDiv(epochSeconds, SECONDS_A_DAY));
    }

    static @Nullable Long earlier(@Nullable Long one, long other) {
        return one == null || other < one ? (Long) other : one;
    }
}
