package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Bounds.PPM;
import static dev.kept.domain.scoring.Resolver.earlier;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Search;
import dev.kept.domain.fact.Terms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one promise ended under its final terms: what it is worth, how much of that is proven, and when it was settled.
///
/// @param letOff the promisee let the promisor off in time: the promise counts neither way
/// @param settledAt when it was first met, declared missed or withdrawn by the promisor; null while nobody said
/// @param firstMet when it was first met
/// @param kept met no later than due, on whatever evidence
/// @param disputed a dispute of the promisee is open
/// @param early kept within the first third of its span
/// @param credit what it is worth, in millionths
/// @param proven how much of it does not rest on the promisor's word
record Outcome(
        boolean letOff,
        @Nullable Long settledAt,
        @Nullable Long firstMet,
        boolean kept,
        boolean disputed,
        boolean early,
        long credit,
        long proven,
        String code) {

    static Outcome of(Policy policy, Fact made, Terms terms, List<Fact> facts) {
        return new Judgement(policy, made, terms, facts).outcome();
    }

    /// The credit of being `late` seconds late on a promise of `span` seconds.
    static long late(long late, long span, Policy.Credit rule) {
        long scale = Math.clamp(span, rule.lateScaleMinSeconds(), rule.lateScaleMaxSeconds());
        return rule.lateMaxPpm() - (rule.lateMaxPpm() - rule.lateMinPpm()) * Math.min(late, scale) / scale;
    }

    /// The facts of one promise seen under its final terms.
    private static final class Judgement {
        private final Policy.Credit rule;
        private final Terms terms;
        private final List<Fact> facts;
        private final long due;
        private final long span;
        private final boolean disputed;
        private final List<Fact> deliveries;
        private final @Nullable Long told;
        private final long noticed;
        private final boolean confirmedUnnoticed;

        Judgement(Policy policy, Fact made, Terms terms, List<Fact> facts) {
            rule = policy.credit();
            this.terms = terms;
            this.facts = facts;
            due = terms.due();
            span = Math.max(0, due - made.at());
            Fact resolved = last(FactType.RESOLVED);
            disputed = disputedSince(resolved);
            deliveries = deliveries(resolved);
            told = told();
            noticed = noticed();
            confirmedUnnoticed = Search.any(
                    facts,
                    fact -> fact.type() == FactType.DISCLOSED
                            && fact.evidence() == Evidence.CONFIRMED
                            && Boolean.TRUE.equals(fact.details().confirmedUnnoticed()));
        }

        Outcome outcome() {
            Long firstMet = firstMet();
            Long settledAt = settledAt(firstMet);
            boolean kept = base(Evidence.SELF) == PPM;
            long all = credit(Evidence.SELF);
            long proved = credit(Evidence.SYSTEM);
            long credit = Math.max(proved, Math.min(all, rule.selfCapPpm()));
            long proven = Math.max(proved, Math.min(all, rule.selfFloorPpm()));
            boolean early = kept && firstMet != null && (due - firstMet) * 3 >= span * 2;
            return new Outcome(
                    letOff(firstMet), settledAt, firstMet, kept, disputed, early, credit, proven, code(kept, credit));
        }

        private @Nullable Fact last(FactType type) {
            Fact last = null;
            for (Fact fact : facts) {
                last = fact.type() == type ? fact : last;
            }
            return last;
        }

        private boolean disputedSince(@Nullable Fact resolved) {
            return Search.any(
                    facts,
                    fact -> fact.type() == FactType.DISPUTED
                            && fact.by() == Party.PROMISEE
                            && (resolved == null || Fact.BY_OCCURRENCE.compare(fact, resolved) > 0));
        }

        /// What was delivered, less what an upheld dispute struck.
        private List<Fact> deliveries(@Nullable Fact resolved) {
            long struckUntil =
                    resolved != null && resolved.details().finding() == Finding.UPHELD ? resolved.at() : Long.MIN_VALUE;
            List<Fact> deliveries = new ArrayList<>(1);
            for (Fact fact : facts) {
                if ((fact.type() == FactType.MET || fact.type() == FactType.PARTLY_MET) && fact.at() > struckUntil) {
                    deliveries.add(fact);
                }
            }
            return deliveries;
        }

        private @Nullable Long firstMet() {
            Long first = null;
            for (Fact fact : deliveries) {
                first = fact.type() == FactType.MET ? earlier(first, fact.at()) : first;
            }
            return first;
        }

        private @Nullable Long settledAt(@Nullable Long firstMet) {
            Long settled = firstMet;
            for (Fact fact : facts) {
                if (fact.type() == FactType.MISSED || isWithdrawal(fact)) {
                    settled = earlier(settled, fact.at());
                }
            }
            return settled;
        }

        private boolean letOff(@Nullable Long firstMet) {
            return Search.any(
                    facts,
                    fact -> (fact.type() == FactType.RELEASED || fact.type() == FactType.WITHDRAWN)
                            && fact.by() == Party.PROMISEE
                            && fact.at() <= due
                            && (firstMet == null || firstMet > fact.at()));
        }

        /// When the promisee was first told, or could have gathered, that it would not be kept.
        private @Nullable Long told() {
            Long first = null;
            for (Fact fact : facts) {
                boolean telling = fact.type() == FactType.DISCLOSED
                        || fact.type() == FactType.EXTENSION_REQUESTED
                        || isWithdrawal(fact);
                first = telling ? earlier(first, fact.at()) : first;
            }
            for (Terms.Revision revision : terms.revisions()) {
                first = revision.effect() == Terms.Effect.ADMISSION
                        ? earlier(first, revision.fact().at())
                        : first;
            }
            return first;
        }

        private long noticed() {
            long first = due + rule.presumedNoticeSeconds();
            for (Fact fact : facts) {
                boolean noticing = fact.type() == FactType.NOTICED
                        || fact.type() == FactType.DISPUTED && fact.by() == Party.PROMISEE;
                first = noticing ? Math.min(first, fact.at()) : first;
            }
            return first;
        }

        private long credit(Evidence rank) {
            long base = base(rank);
            long credit = base;
            if (base < PPM) {
                long repair = disclosureShare() + remedyShare(rank);
                credit = base + repair * Math.max(0, rule.breachCapPpm() - base) / PPM;
            }
            return disputed ? Math.min(credit, rule.disputedHoldPpm()) : credit;
        }

        private long base(Evidence rank) {
            long base = 0;
            for (Fact fact : deliveries) {
                base = fact.evidence().atLeast(rank) ? Math.max(base, value(fact)) : base;
            }
            return base;
        }

        private long value(Fact delivery) {
            long value = delivery.at() <= due ? PPM : late(delivery.at() - due, span, rule);
            if (delivery.type() == FactType.MET) {
                return value;
            }
            Long fraction = delivery.details().fractionPpm();
            long share = rule.partialMaxPpm() * Math.min(PPM, fraction == null ? 0 : fraction) / PPM;
            return value * share / PPM;
        }

        private long disclosureShare() {
            if (told == null) {
                return 0;
            }
            if (told < due) {
                return rule.discloseBeforeDuePpm();
            }
            return told < noticed || confirmedUnnoticed ? rule.discloseBeforeNoticedPpm() : rule.discloseAfterPpm();
        }

        private long remedyShare(Evidence rank) {
            Long first = null;
            for (Fact fact : facts) {
                boolean remedy =
                        fact.type() == FactType.MADE_GOOD && fact.evidence().atLeast(rank);
                first = remedy ? earlier(first, fact.at()) : first;
            }
            if (first == null) {
                return 0;
            }
            return first <= due + rule.madeGoodFastSeconds() ? rule.madeGoodFastPpm() : rule.madeGoodSlowPpm();
        }

        /// The reason in words; of a breach, disputed or not, with what was done about it.
        private String code(boolean kept, long credit) {
            if (kept) {
                return disputed ? "DISPUTED" : credit == PPM ? "KEPT" : "KEPT_UNPROVEN";
            }
            String code = disputed ? "DISPUTED" : breach();
            code = told == null ? code : code + "+DISCLOSED";
            return last(FactType.MADE_GOOD) == null ? code : code + "+MADE_GOOD";
        }

        private String breach() {
            Fact best = null;
            for (Fact fact : deliveries) {
                best = best == null || value(fact) > value(best) ? fact : best;
            }
            if (best != null) {
                return best.type() == FactType.MET ? "KEPT_LATE" : "PARTIAL";
            }
            if (Search.any(facts, Judgement::isWithdrawal)) {
                return "WITHDRAWN";
            }
            return last(FactType.MISSED) != null ? "MISSED" : "OVERDUE";
        }

        private static boolean isWithdrawal(Fact fact) {
            return fact.type() == FactType.WITHDRAWN && fact.by() == Party.PROMISOR;
        }
    }
}
