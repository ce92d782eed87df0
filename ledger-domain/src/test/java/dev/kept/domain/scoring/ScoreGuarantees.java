package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Histories.DAY;
import static dev.kept.domain.scoring.Histories.HOUR;
import static dev.kept.domain.scoring.Histories.NOW;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.scoring.Score.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// G01 to G10 of the specification: what nobody can get by gaming the score.
final class ScoreGuarantees {
    private static final Policy KYW_1 = Policy.kyw1();
    private static final int RECORD = 80;

    static final List<Property> ALL = List.of(
            new Property("G01", "no evidence is exactly the prior and no verdict", (m, _, _) -> nothing(m)),
            new Property("G02", "trivial or unwitnessed promises alone get no verdict", (m, _, r) -> trivia(m, r)),
            new Property("G03", "unproven claims alone never beat the prior", (m, _, r) -> claims(m, r)),
            new Property("G04", "breaches alone never pass, however repaired", (m, _, r) -> repairs(m, r)),
            new Property("G05", "extending for ever fails", (m, _, r) -> endless(m, r)),
            new Property("G05b", "extending at the last minute every time fails", (m, _, r) -> lastMinute(m, r)),
            new Property("G06", "never recording outcomes fails", (m, _, r) -> unrecorded(m, r)),
            new Property("G07", "splitting by amount is weight-neutral", (m, _, r) -> splitting(m, r)),
            new Property("G08", "recording only what was kept earns nothing", (m, _, r) -> afterTheFact(m, r)),
            new Property("G09", "self-asserted backdating is late", (m, _, r) -> backdating(m, r)),
            new Property("G10", "500 promises of one day count as under 20", (m, _, r) -> oneDay(m, r)));

    private ScoreGuarantees() {}

    private static Optional<String> nothing(ScoreModel model) {
        Score.Explained none = model.explain(List.of(), KYW_1, NOW, NOW);
        return unless(
                none.score().points() == 80_000_000
                        && none.score().grade().equals("-")
                        && none.score().verdict() == Verdict.NOT_ENOUGH_EVIDENCE
                        && none.contributions().isEmpty(),
                none.score());
    }

    private static Optional<String> trivia(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        int many = 1 + random.nextInt(200);
        for (int i = 0; i < many; i++) {
            boolean unwitnessed = random.nextBoolean();
            Promise promise = new Promise(i, random)
                    .tier(unwitnessed ? Tier.CRITICAL : Tier.TRIVIAL)
                    .evidence(unwitnessed ? Evidence.SELF : Evidence.SYSTEM);
            facts.add(promise.made());
            facts.add(promise.fact(FactType.MET, promise.due - HOUR).withEvidence(Evidence.SYSTEM));
        }
        Score score = read(model, facts);
        return unless(score.verdict() == Verdict.NOT_ENOUGH_EVIDENCE && score.points() <= 86_700_000, score);
    }

    private static Optional<String> claims(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        int many = 1 + random.nextInt(100);
        for (int i = 0; i < many; i++) {
            Promise promise = new Promise(i, random).evidence(random.nextBoolean() ? Evidence.SELF : Evidence.SYSTEM);
            facts.add(promise.made());
            facts.add(promise.fact(FactType.MET, promise.due - HOUR * random.nextInt(20)));
        }
        Score score = read(model, facts);
        return unless(score.points() <= 80_000_000, score);
    }

    private static Optional<String> repairs(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < RECORD; i++) {
            Promise promise = new Promise(i, random);
            facts.add(promise.made());
            facts.add(promise.fact(FactType.DISCLOSED, promise.due - DAY).withEvidence(Evidence.CONFIRMED));
            facts.add(promise.fact(FactType.MADE_GOOD, promise.due + HOUR).withEvidence(Evidence.CONFIRMED));
            FactType type = random.nextBoolean() ? FactType.MISSED : FactType.MET;
            facts.add(promise.fact(type, promise.due + 1).withEvidence(Evidence.CONFIRMED));
        }
        Score score = read(model, facts);
        return unless(score.points() <= 80_000_000 && score.verdict() != Verdict.PASS, score);
    }

    private static Optional<String> endless(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < RECORD; i++) {
            Promise promise = new Promise(i, random);
            facts.add(promise.made());
            long due = promise.due;
            while (due < NOW) {
                long asked = due - 5 * DAY;
                due += 10 * DAY;
                facts.add(promise.fact(FactType.RENEGOTIATED, asked)
                        .withDetails(Details.builder().newDue(due).build()));
            }
        }
        return fails(read(model, facts));
    }

    private static Optional<String> lastMinute(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < RECORD; i++) {
            Promise promise = new Promise(i, random);
            long later = promise.due + 10 * DAY;
            facts.add(promise.made());
            facts.add(promise.fact(FactType.RENEGOTIATED, promise.due - HOUR)
                    .withDetails(Details.builder().newDue(later).build()));
            facts.add(promise.fact(FactType.MET, later - HOUR).withEvidence(Evidence.CONFIRMED));
        }
        return fails(read(model, facts));
    }

    private static Optional<String> unrecorded(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < RECORD; i++) {
            facts.add(new Promise(i, random).made());
        }
        return fails(read(model, facts));
    }

    private static Optional<String> splitting(ScoreModel model, Random random) {
        long one = 20_000 + 100L * random.nextInt(500);
        long other = 20_000 + 100L * random.nextInt(500);
        Promise promise = new Promise(0, random);
        FactType ending = random.nextBoolean() ? FactType.MET : FactType.MISSED;
        List<Fact> whole = List.of(
                promise.amount(one + other).made(),
                promise.fact(ending, promise.due).withEvidence(Evidence.CONFIRMED));
        Promise left = promise.amount(one);
        Promise right = promise.named("split").amount(other);
        List<Fact> split = List.of(
                left.made(),
                left.fact(ending, left.due).withEvidence(Evidence.CONFIRMED),
                right.made(),
                right.fact(ending, left.due).withEvidence(Evidence.CONFIRMED));
        return unless(
                model.explain(whole, KYW_1, NOW, NOW).score().points()
                                == model.explain(split, KYW_1, NOW, NOW).score().points()
                        && weights(model, whole).equals(weights(model, split)),
                whole + " against " + split);
    }

    private static List<Long> weights(ScoreModel model, List<Fact> facts) {
        Map<String, List<Long>> state = model.state(facts, KYW_1);
        return List.of(
                state.values().stream().mapToLong(of -> of.get(1)).sum(),
                state.values().stream().mapToLong(of -> of.get(2)).sum());
    }

    private static Optional<String> afterTheFact(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < RECORD; i++) {
            Promise promise = new Promise(i, random).evidence(Evidence.SELF);
            long met = promise.due - HOUR;
            facts.add(promise.made().withAt(promise.due - DAY));
            facts.add(promise.fact(FactType.MET, met));
        }
        // Each promise is recorded two hours after it was kept, within the tolerance for backdating.
        List<Fact> late = facts.stream()
                .map(fact -> fact.type() == FactType.MADE
                        ? new Fact(
                                fact.id(),
                                fact.commitment(),
                                fact.type(),
                                fact.at(),
                                fact.details().due() + HOUR,
                                fact.by(),
                                fact.evidence(),
                                fact.details(),
                                null)
                        : fact)
                .toList();
        Score score = read(model, late);
        return unless(score.points() == 80_000_000 && score.promises() == 0, score);
    }

    private static Optional<String> backdating(ScoreModel model, Random random) {
        Promise promise = new Promise(0, random);
        long recorded = promise.due + 4 * DAY + random.nextLong(40 * DAY);
        Fact said = promise.fact(FactType.MET, promise.due - HOUR);
        Fact claimed = new Fact(
                said.id(),
                said.commitment(),
                FactType.MET,
                said.at(),
                recorded,
                Party.PROMISOR,
                Evidence.SELF,
                Details.NONE,
                null);
        Fact honest = promise.fact(FactType.MET, recorded);
        Score.Explained backdated = model.explain(List.of(promise.made(), claimed), KYW_1, END, END);
        Score.Explained late = model.explain(List.of(promise.made(), honest), KYW_1, END, END);
        return unless(
                backdated.score().points() == late.score().points()
                        && backdated.contributions().getFirst().code().startsWith("KEPT_LATE"),
                backdated);
    }

    private static Optional<String> oneDay(ScoreModel model, Random random) {
        List<Fact> facts = new ArrayList<>();
        Promise promise = new Promise(0, random);
        for (int i = 0; i < 500; i++) {
            Promise same = promise.named("same" + i);
            facts.add(same.made());
            facts.add(same.fact(FactType.MET, same.due).withEvidence(Evidence.CONFIRMED));
        }
        Score score = read(model, facts);
        return unless(score.evidenceMicro() < 20_000_000, score);
    }

    private static final long END = NOW + 60 * DAY;

    private static Score read(ScoreModel model, List<Fact> facts) {
        return model.explain(facts, KYW_1, END, END).score();
    }

    private static Optional<String> fails(Score score) {
        return unless(score.verdict() == Verdict.FAIL, score);
    }

    private static Optional<String> unless(boolean holds, Object what) {
        return holds ? Optional.empty() : Optional.of("got " + what);
    }

    /// A promise of ten days, due some time in the last year.
    private record Promise(String name, long due, Tier tier, Long amount, Evidence evidence) {
        Promise(int number, Random random) {
            this(
                    "p" + number,
                    NOW - DAY * (1 + random.nextInt(365)) + HOUR * random.nextInt(24),
                    Tier.STANDARD,
                    null,
                    Evidence.SYSTEM);
        }

        Promise tier(Tier newTier) {
            return new Promise(name, due, newTier, amount, evidence);
        }

        Promise evidence(Evidence newEvidence) {
            return new Promise(name, due, tier, amount, newEvidence);
        }

        Promise amount(long minor) {
            return new Promise(name, due, tier, minor, evidence);
        }

        Promise named(String newName) {
            return new Promise(newName, due, tier, amount, evidence);
        }

        Fact made() {
            return fact(FactType.MADE, due - 10 * DAY)
                    .withEvidence(evidence)
                    .withDetails(Details.builder()
                            .due(due)
                            .tier(tier)
                            .amountMinor(amount)
                            .build());
        }

        Fact fact(FactType type, long at) {
            return Fact.of(name + "-" + type + "-" + at, name, type, at, at);
        }
    }
}
