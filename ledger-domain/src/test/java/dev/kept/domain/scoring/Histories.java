package dev.kept.domain.scoring;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Patch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// Random histories with every type of fact, on a coarse clock so that ties are common; the seed decides everything.
final class Histories {
    static final long HOUR = 3_600;
    static final long DAY = 24 * HOUR;
    /// 2026-01-01T00:00:00Z.
    static final long NOW = 1_767_225_600;

    private static final FactType[] AFTER_MADE = {
        FactType.MET,
        FactType.MET,
        FactType.MET,
        FactType.PARTLY_MET,
        FactType.MISSED,
        FactType.RENEGOTIATED,
        FactType.RENEGOTIATED,
        FactType.EXTENSION_REQUESTED,
        FactType.WITHDRAWN,
        FactType.RELEASED,
        FactType.DISCLOSED,
        FactType.NOTICED,
        FactType.MADE_GOOD,
        FactType.DISPUTED,
        FactType.RESOLVED,
        FactType.CONFIRMED,
        FactType.CONFIRMED,
        FactType.CORRECTED,
        FactType.CORRECTED,
        FactType.MADE,
        FactType.VOIDED
    };

    private final Random random;
    private final List<Fact> facts = new ArrayList<>();

    private Histories(Random random) {
        this.random = random;
    }

    /// Randomness for a small seed. Neighbouring seeds of [Random] begin alike, so they are spread out first.
    static Random random(long seed) {
        return new Random(seed * 0x9E37_79B9_7F4A_7C15L);
    }

    /// All of it at most a year old, known by [#NOW] except for what was recorded late.
    static List<Fact> any(Random random) {
        Histories histories = new Histories(random);
        if (random.nextInt(8) == 0) {
            histories.habits();
        }
        int commitments = 1 + random.nextInt(random.nextInt(4) == 0 ? 25 : 6);
        for (int i = 0; i < commitments; i++) {
            histories.commitment("c" + i);
        }
        if (random.nextInt(3) == 0) {
            histories.facts.addAll(histories.facts.subList(0, random.nextInt(histories.facts.size() + 1)));
        }
        Collections.shuffle(histories.facts, random);
        return List.copyOf(histories.facts);
    }

    /// A run of plain promises by someone with habits: padding dates, extending, and of late perhaps not keeping them.
    private void habits() {
        int days = 1 + random.nextInt(9);
        boolean pads = random.nextBoolean();
        boolean postpones = random.nextInt(3) == 0;
        int keptUntil = random.nextInt(45);
        Evidence evidence = evidence();
        for (int i = 0; i < 45; i++) {
            String commitment = "h" + i;
            long made = NOW - DAY * days * (46 - i);
            Fact promise = Fact.of("h" + i + "-1", commitment, FactType.MADE, made, made)
                    .withEvidence(Evidence.SYSTEM)
                    .withDetails(Details.builder()
                            .due(made + 10 * DAY)
                            .tier(Tier.STANDARD)
                            .build());
            facts.add(promise);
            if (postpones && random.nextInt(2) == 0) {
                facts.add(Fact.of("h" + i + "-2", commitment, FactType.RENEGOTIATED, made + DAY, made + DAY)
                        .withDetails(Details.builder().newDue(made + 12 * DAY).build()));
            }
            long end = made + (pads ? DAY * 2 : DAY * 9);
            FactType ending = i < keptUntil || random.nextInt(3) == 0 ? FactType.MET : FactType.MISSED;
            facts.add(Fact.of("h" + i + "-3", commitment, ending, end, end).withEvidence(evidence));
        }
    }

    private void commitment(String commitment) {
        long made = NOW - DAY * random.nextInt(365);
        long due = made + DAY * (random.nextInt(20) - 1) + HOUR * random.nextInt(3);
        int first = facts.size();
        Fact promise = fact(commitment, FactType.MADE, made, due);
        facts.add(promise.withDetails(promise.details().toBuilder().due(due).build()));
        int more = random.nextInt(7);
        for (int i = 0; i < more; i++) {
            // Voiding ends a commitment; it would drown the other types if it came as often as they do.
            FactType type = AFTER_MADE[random.nextInt(AFTER_MADE.length - (random.nextInt(3) == 0 ? 0 : 1))];
            long at = random.nextInt(4) == 0 ? due : made + HOUR * random.nextInt(24 * 30);
            Fact fact = fact(commitment, type, at, due);
            List<Fact> siblings = facts.subList(first, facts.size());
            facts.add(withTarget(
                    fact, siblings.get(random.nextInt(siblings.size())).id(), due));
        }
    }

    private Fact fact(String commitment, FactType type, long at, long due) {
        long delay = random.nextInt(3) == 0 ? HOUR * random.nextInt(24 * 8) : 0;
        boolean aside = type == FactType.RELEASED || type == FactType.DISPUTED || type == FactType.CONFIRMED;
        Party by = aside && random.nextInt(4) > 0
                ? Party.PROMISEE
                : Party.values()[random.nextInt(4) == 0 ? random.nextInt(3) : 0];
        String id = String.format("f%05d", random.nextInt(100_000)) + "-" + commitment + "-" + facts.size();
        return new Fact(id, commitment, type, at, at + delay, by, evidence(), details(type, at, due), null);
    }

    private Evidence evidence() {
        return Evidence.values()[random.nextInt(3)];
    }

    private Details details(FactType type, long at, long due) {
        var details = Details.builder();
        switch (type) {
            case MADE -> {
                details.due(due);
                if (random.nextInt(3) == 0) {
                    details.amountMinor((long) random.nextInt(400_000));
                } else if (random.nextInt(5) > 0) {
                    details.tier(Tier.values()[random.nextInt(Tier.values().length)]);
                }
            }
            case PARTLY_MET -> details.fractionPpm((long) random.nextInt(1_200_000));
            case RENEGOTIATED, EXTENSION_REQUESTED ->
                details.newDue(due + DAY * (random.nextInt(40) - 8) + HOUR * random.nextInt(2));
            case RESOLVED -> details.finding(Finding.values()[random.nextInt(2)]);
            case DISCLOSED -> details.confirmedUnnoticed(random.nextInt(3) == 0 ? Boolean.TRUE : null);
            default -> {
                // The other types carry nothing of their own.
            }
        }
        return details.build();
    }

    private Fact withTarget(Fact fact, String target, long due) {
        if (fact.type() == FactType.CONFIRMED) {
            return fact.withDetails(Details.builder().target(target).build());
        }
        if (fact.type() != FactType.CORRECTED) {
            return fact;
        }
        // Bookkeeping comes later than what it corrects, most of the time.
        Fact later = random.nextInt(5) == 0
                ? fact
                : new Fact(
                        fact.id(),
                        fact.commitment(),
                        fact.type(),
                        fact.at(),
                        Math.max(fact.rec(), NOW - DAY * random.nextInt(20)),
                        fact.by(),
                        fact.evidence(),
                        fact.details(),
                        null);
        return later.withCorrection(
                random.nextInt(3) == 0 ? Correction.strike(target) : Correction.replace(target, patch(due)));
    }

    private Patch patch(long due) {
        Patch patch = Patch.NONE;
        if (random.nextBoolean()) {
            FactType type = AFTER_MADE[random.nextInt(15)];
            patch = patch.withType(type).withDetails(details(type, due, due));
        }
        if (random.nextBoolean()) {
            patch = patch.withAt(due + HOUR * (random.nextInt(24 * 10) - 24 * 5));
        }
        if (random.nextInt(3) == 0) {
            patch = patch.withEvidence(evidence());
        }
        if (random.nextInt(5) == 0) {
            patch = patch.withBy(Party.values()[random.nextInt(3)]);
        }
        if (random.nextInt(5) == 0) {
            patch = patch.withDetails(Details.builder()
                    .due(due + DAY * random.nextInt(5))
                    .newDue(due + DAY * random.nextInt(15))
                    .tier(Tier.values()[random.nextInt(5)])
                    .fractionPpm(500_000L)
                    .build());
        }
        return patch;
    }

    /// The same history some seconds later, or earlier.
    static List<Fact> moved(List<Fact> history, long shift) {
        return history.stream().map(fact -> moved(fact, shift)).toList();
    }

    private static Fact moved(Fact fact, long shift) {
        Correction correction = fact.correction();
        Patch with = correction == null ? null : correction.with();
        Correction moved = with == null
                ? correction
                : Correction.replace(
                        correction.target(),
                        new Patch(
                                with.type(),
                                with.at() == null ? null : with.at() + shift,
                                with.by(),
                                with.evidence(),
                                moved(with.details(), shift)));
        return new Fact(
                fact.id(),
                fact.commitment(),
                fact.type(),
                fact.at() + shift,
                fact.rec() + shift,
                fact.by(),
                fact.evidence(),
                moved(fact.details(), shift),
                moved);
    }

    private static Details moved(Details details, long shift) {
        return details.toBuilder()
                .due(details.due() == null ? null : details.due() + shift)
                .newDue(details.newDue() == null ? null : details.newDue() + shift)
                .build();
    }

    /// The smallest sub-history that still fails: whole commitments are left out first, then single facts.
    static List<Fact> shrunk(List<Fact> failing, Predicate<List<Fact>> fails) {
        List<Fact> current = failing;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (List<Fact> candidate : candidates(current)) {
                if (fails.test(candidate)) {
                    current = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return current;
    }

    private static List<List<Fact>> candidates(List<Fact> facts) {
        List<List<Fact>> candidates = new ArrayList<>();
        facts.stream()
                .map(Fact::commitment)
                .distinct()
                .forEach(commitment -> candidates.add(facts.stream()
                        .filter(fact -> !fact.commitment().equals(commitment))
                        .toList()));
        for (int i = 0; i < facts.size(); i++) {
            List<Fact> candidate = new ArrayList<>(facts);
            candidate.remove(i);
            candidates.add(List.copyOf(candidate));
        }
        return candidates;
    }
}
