package dev.kept.domain.scoring;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Sections 3 and 4 of the specification, read aloud: slow, declarative, and sharing nothing with the ledger's code but
/// the words of a fact.
final class ReferenceFacts {
    private static final long PPM = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;
    private final Policy policy;
    private final EnumSet<Fault> faults;
    private final List<Fact> known;

    ReferenceFacts(Collection<Fact> facts, Policy policy, EnumSet<Fault> faults) {
        this.policy = policy;
        this.faults = faults;
        Set<String> ids = new HashSet<>();
        known = facts.stream().filter(fact -> ids.add(fact.id())).toList();
    }

    /// The correction that acts on a fact: the newest newer one aimed at it that nothing strikes.
    private Optional<Fact> acting(Fact target) {
        Comparator<Fact> order = Comparator.comparingLong(Fact::rec).thenComparing(Fact::id);
        Comparator<Fact> wins = faults.contains(Fault.OLDEST_CORRECTION_WINS) ? order.reversed() : order;
        return known.stream()
                .filter(fact -> fact.type() == FactType.CORRECTED)
                .filter(fact -> fact.correction().target().equals(target.id()))
                .filter(fact -> order.compare(fact, target) > 0)
                .filter(fact ->
                        target.type() != FactType.CORRECTED || fact.correction().with() == null)
                .filter(fact -> faults.contains(Fault.STRUCK_CORRECTION_STILL_ACTS) || !isStruck(fact))
                .max(wins);
    }

    private boolean isStruck(Fact fact) {
        return acting(fact).filter(by -> by.correction().with() == null).isPresent();
    }

    private Fact patched(Fact fact) {
        return acting(fact)
                .map(by -> {
                    var with = Objects.requireNonNull(by.correction().with());
                    boolean moves = faults.contains(Fault.CORRECTED_FACT_MOVES_TO_THE_CORRECTION);
                    return new Fact(
                            fact.id(),
                            fact.commitment(),
                            Objects.requireNonNullElse(with.type(), fact.type()),
                            Objects.requireNonNullElse(with.at(), moves ? by.at() : fact.at()),
                            moves ? by.rec() : fact.rec(),
                            Objects.requireNonNullElse(with.by(), fact.by()),
                            Objects.requireNonNullElse(with.evidence(), fact.evidence()),
                            patched(fact.details(), with.details()),
                            null);
                })
                .orElse(fact);
    }

    private static Details patched(Details old, Details with) {
        var details = old.toBuilder();
        Optional.ofNullable(with.due()).ifPresent(details::due);
        Optional.ofNullable(with.newDue()).ifPresent(details::newDue);
        Optional.ofNullable(with.tier()).ifPresent(details::tier);
        Optional.ofNullable(with.amountMinor()).ifPresent(details::amountMinor);
        Optional.ofNullable(with.fractionPpm()).ifPresent(details::fractionPpm);
        Optional.ofNullable(with.finding()).ifPresent(details::finding);
        Optional.ofNullable(with.confirmedUnnoticed()).ifPresent(details::confirmedUnnoticed);
        Optional.ofNullable(with.target()).ifPresent(details::target);
        return details.build();
    }

    List<Fact> effective() {
        List<Fact> live = known.stream()
                .filter(fact -> !isStruck(fact))
                .map(this::patched)
                .toList();
        List<Fact> effective = new ArrayList<>();
        for (Fact fact : live) {
            Predicate<Party> says = party -> fact.by() == party
                    || !faults.contains(Fault.CONFIRMATION_IGNORED)
                            && live.stream()
                                    .anyMatch(other -> other.type() == FactType.CONFIRMED
                                            && other.by() == party
                                            && fact.id().equals(other.details().target()));
            Evidence evidence = fact.evidence();
            if (says.test(Party.PROMISEE)) {
                evidence = Evidence.CONFIRMED;
            } else if (says.test(Party.SYSTEM) && evidence == Evidence.SELF) {
                evidence = Evidence.SYSTEM;
            }
            boolean backdated = evidence == Evidence.SELF && fact.rec() - fact.at() > policy.backdateSeconds();
            boolean believed = !backdated || faults.contains(Fault.BACKDATING_BELIEVED);
            if (fact.type() != FactType.CORRECTED && fact.type() != FactType.CONFIRMED) {
                effective.add(fact.withEvidence(evidence).withAt(believed ? fact.at() : fact.rec()));
            }
        }
        effective.sort(Comparator.comparingLong(Fact::at).thenComparing(Fact::id));
        return effective;
    }

    private Optional<Fact> made(List<Fact> effective) {
        List<Fact> all =
                effective.stream().filter(fact -> fact.type() == FactType.MADE).toList();
        return faults.contains(Fault.FIRST_TO_ARRIVE_IS_THE_PROMISE)
                ? all.stream().min(Comparator.comparingInt(fact -> position(fact.id())))
                : all.stream().min(Comparator.comparingLong(Fact::rec).thenComparing(Fact::id));
    }

    private int position(String id) {
        return known.stream().map(Fact::id).toList().indexOf(id);
    }

    List<Entry> entries() {
        List<Fact> all = effective();
        Optional<Fact> first = made(all);
        if (first.isEmpty()
                || first.get().details().due() == null
                || all.stream().anyMatch(fact -> fact.type() == FactType.VOIDED)) {
            return List.of();
        }
        Fact made = first.get();
        long w = weight(made.details());
        Entry.WeightClass cls = w < policy.trivialBelowMilli() ? Entry.WeightClass.T : Entry.WeightClass.S;
        boolean witnessed = faults.contains(Fault.PRAISE_NEEDS_NO_WITNESS)
                || made.evidence() != Evidence.SELF
                || all.stream().anyMatch(fact -> fact.evidence() == Evidence.CONFIRMED);
        List<Entry> entries = new ArrayList<>();
        List<Long> admissions = new ArrayList<>();
        long due = made.details().due();
        long rem = w;
        for (Fact asked : all) {
            if (asked.type() != FactType.RENEGOTIATED) {
                continue;
            }
            boolean after = asked.at() > due && !faults.contains(Fault.RENEGOTIATED_AFTER_DUE_COUNTS);
            if (after) {
                admissions.add(asked.at());
            }
            Long newDue = asked.details().newDue();
            if (after || newDue == null) {
                continue;
            }
            if (newDue <= due) {
                due = newDue >= asked.at() ? newDue : due;
                continue;
            }
            if (asked.by() != Party.PROMISEE && !faults.contains(Fault.EXTENSIONS_ARE_FREE)) {
                long notice = due - asked.at();
                long span = Math.max(0, due - made.at());
                boolean early = notice * PPM >= policy.extension().earlySharePpm() * span
                        || notice >= policy.extension().earlyEnoughSeconds();
                long lc = late(newDue - due, span);
                long warned = policy.credit().discloseBeforeDuePpm()
                        * Math.max(0, policy.credit().breachCapPpm() - lc)
                        / PPM;
                long share = early ? policy.extension().earlyForfeitPpm() : PPM - lc - warned;
                long lost = rem * share / PPM;
                int broken = early || faults.contains(Fault.STREAK_IGNORES_EXTENSIONS) ? 0 : 1;
                String code = early ? "EXTENDED_EARLY" : "EXTENDED_LATE";
                entries.add(new Entry(day(asked.at()), false, cls, 0, lost, 0, 0, broken, 0, 1, code));
                rem -= lost;
            }
            due = newDue;
        }
        outcome(all, made, due, rem, cls, witnessed, admissions, entries);
        return entries;
    }

    private void outcome(
            List<Fact> all,
            Fact made,
            long due,
            long rem,
            Entry.WeightClass cls,
            boolean witnessed,
            List<Long> admissions,
            List<Entry> entries) {
        Policy.Credit credit = policy.credit();
        long span = Math.max(0, due - made.at());
        Optional<Fact> resolved =
                all.stream().filter(fact -> fact.type() == FactType.RESOLVED).reduce((_, later) -> later);
        boolean open = all.stream()
                .anyMatch(fact -> fact.type() == FactType.DISPUTED
                        && fact.by() == Party.PROMISEE
                        && resolved.map(last -> all.indexOf(fact) > all.indexOf(last))
                                .orElse(true));
        long struckTo = resolved.filter(last -> last.details().finding() == Finding.UPHELD
                        && !faults.contains(Fault.UPHELD_DISPUTE_KEEPS_THE_DELIVERY))
                .map(Fact::at)
                .orElse(Long.MIN_VALUE);
        List<Fact> facts = all.stream()
                .filter(fact -> !isDelivery(fact) || fact.at() > struckTo)
                .toList();

        long met = first(facts, fact -> fact.type() == FactType.MET);
        boolean neutral = facts.stream()
                .filter(fact -> fact.by() == Party.PROMISEE)
                .filter(fact -> fact.type() == FactType.RELEASED || fact.type() == FactType.WITHDRAWN)
                .anyMatch(fact -> fact.at() <= due && met > fact.at());
        if (neutral) {
            return;
        }
        Predicate<Fact> gaveUp = fact -> fact.type() == FactType.WITHDRAWN && fact.by() == Party.PROMISOR;
        long settle = Math.min(met, first(facts, gaveUp.or(fact -> fact.type() == FactType.MISSED)));
        boolean pending = settle == NEVER;
        long anchor = faults.contains(Fault.ANCHORED_AT_SETTLEMENT) && !pending ? settle : Math.min(due, settle);

        long told = Math.min(
                admissions.stream().mapToLong(Long::longValue).min().orElse(NEVER),
                first(
                        facts,
                        gaveUp.or(fact ->
                                fact.type() == FactType.DISCLOSED || fact.type() == FactType.EXTENSION_REQUESTED)));
        long noticed = Math.min(
                due + credit.presumedNoticeSeconds(),
                first(
                        facts,
                        fact -> fact.type() == FactType.NOTICED
                                || fact.type() == FactType.DISPUTED && fact.by() == Party.PROMISEE));
        boolean unnoticed = facts.stream()
                .anyMatch(fact -> fact.type() == FactType.DISCLOSED
                        && fact.evidence() == Evidence.CONFIRMED
                        && Boolean.TRUE.equals(fact.details().confirmedUnnoticed()));
        long telling = told == NEVER
                ? 0
                : told < due
                        ? credit.discloseBeforeDuePpm()
                        : told < noticed || unnoticed ? credit.discloseBeforeNoticedPpm() : credit.discloseAfterPpm();
        telling = faults.contains(Fault.TELLING_LATE_COSTS) && telling == credit.discloseAfterPpm() ? -1000 : telling;

        long all0 = credit(facts, Evidence.SELF, due, span, telling, open);
        long prov = credit(facts, Evidence.SYSTEM, due, span, telling, open);
        long c = Math.max(prov, Math.min(all0, credit.selfCapPpm()));
        long p = Math.max(prov, Math.min(all0, credit.selfFloorPpm()));
        boolean kept = base(facts, Evidence.SELF, due, span) == PPM;
        if (kept
                && made.evidence() == Evidence.SELF
                && met < made.rec()
                && !faults.contains(Fault.RECORDED_ONCE_KEPT_COUNTS)) {
            return;
        }
        String word = open ? "DISPUTED" : kept ? c == PPM ? "KEPT" : "KEPT_UNPROVEN" : breach(facts, gaveUp, due, span);
        String code = kept ? word : word + repairs(facts, told);
        int broken = kept && !open ? 0 : 1;
        int early = kept && (due - met) * 3 >= span * 2 ? 1 : 0;
        int day = day(anchor);
        if (witnessed || cls == Entry.WeightClass.T) {
            entries.add(new Entry(day, pending, cls, 1, rem, c, p, broken, early, 0, code));
            return;
        }
        long praise = rem * c / PPM;
        int before = entries.size();
        if (rem > praise && !faults.contains(Fault.BLAME_NEEDS_A_WITNESS)) {
            entries.add(new Entry(day, pending, Entry.WeightClass.S, 1, rem - praise, 0, 0, broken, early, 0, code));
        }
        if (praise > 0) {
            boolean carries = entries.size() == before;
            entries.add(new Entry(
                    day,
                    pending,
                    Entry.WeightClass.T,
                    carries ? 1 : 0,
                    praise,
                    PPM,
                    p * PPM / c,
                    carries ? broken : 0,
                    carries ? early : 0,
                    0,
                    code + "+UNWITNESSED"));
        }
    }

    private String breach(List<Fact> facts, Predicate<Fact> gaveUp, long due, long span) {
        Optional<Fact> best = facts.stream()
                .filter(ReferenceFacts::isDelivery)
                .min(Comparator.<Fact>comparingLong(fact -> -value(fact, due, span))
                        .thenComparingLong(Fact::at)
                        .thenComparing(Fact::id));
        if (best.isPresent()) {
            return best.get().type() == FactType.MET ? "KEPT_LATE" : "PARTIAL";
        }
        if (facts.stream().anyMatch(gaveUp)) {
            return "WITHDRAWN";
        }
        return facts.stream().anyMatch(fact -> fact.type() == FactType.MISSED) ? "MISSED" : "OVERDUE";
    }

    private static String repairs(List<Fact> facts, long told) {
        boolean good = facts.stream().anyMatch(fact -> fact.type() == FactType.MADE_GOOD);
        return (told == NEVER ? "" : "+DISCLOSED") + (good ? "+MADE_GOOD" : "");
    }

    private long credit(List<Fact> facts, Evidence rank, long due, long span, long telling, boolean open) {
        long base = base(facts, rank, due, span);
        long credit = base;
        if (base < PPM) {
            long good = first(
                    facts,
                    fact -> fact.type() == FactType.MADE_GOOD && fact.evidence().compareTo(rank) >= 0);
            long remedy = good == NEVER
                    ? 0
                    : good <= due + policy.credit().madeGoodFastSeconds()
                            ? policy.credit().madeGoodFastPpm()
                            : policy.credit().madeGoodSlowPpm();
            long towards = faults.contains(Fault.REPAIR_WITHOUT_CAP)
                    ? PPM
                    : policy.credit().breachCapPpm();
            credit = base + Math.floorDiv((telling + remedy) * Math.max(0, towards - base), PPM);
        }
        return open ? Math.min(credit, policy.credit().disputedHoldPpm()) : credit;
    }

    private long base(List<Fact> facts, Evidence rank, long due, long span) {
        return facts.stream()
                .filter(fact -> isDelivery(fact) && fact.evidence().compareTo(rank) >= 0)
                .mapToLong(fact -> value(fact, due, span))
                .max()
                .orElse(0);
    }

    private long value(Fact fact, long due, long span) {
        long full = fact.at() <= due ? PPM : late(fact.at() - due, span);
        if (fact.type() == FactType.MET) {
            return full;
        }
        long fraction = Objects.requireNonNullElse(fact.details().fractionPpm(), 0L);
        return full * (policy.credit().partialMaxPpm() * Math.min(PPM, fraction) / PPM) / PPM;
    }

    private long late(long seconds, long span) {
        Policy.Credit credit = policy.credit();
        long scale = Math.min(Math.max(span, credit.lateScaleMinSeconds()), credit.lateScaleMaxSeconds());
        return credit.lateMaxPpm() - (credit.lateMaxPpm() - credit.lateMinPpm()) * Math.min(seconds, scale) / scale;
    }

    private long weight(Details details) {
        if (details.amountMinor() == null) {
            return policy.weightsMilli().get(Objects.requireNonNullElse(details.tier(), policy.defaultTier()));
        }
        long scaled = Math.floorDiv(
                Math.multiplyExact(details.amountMinor(), 1000L),
                policy.amount().reference());
        return Math.min(
                Math.max(scaled, policy.amount().minMilli()), policy.amount().maxMilli());
    }

    private static boolean isDelivery(Fact fact) {
        return fact.type() == FactType.MET || fact.type() == FactType.PARTLY_MET;
    }

    private static long first(List<Fact> facts, Predicate<Fact> which) {
        return facts.stream().filter(which).mapToLong(Fact::at).min().orElse(NEVER);
    }

    private static int day(long seconds) {
        return (int) Math.floorDiv(seconds, 86_400L);
    }
}
