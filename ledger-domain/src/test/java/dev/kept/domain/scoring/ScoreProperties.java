package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Histories.DAY;
import static dev.kept.domain.scoring.Histories.NOW;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The properties P01 to P20 of the specification, and a few of ours; P14, P17 and P21 are also tested on the sums.
final class ScoreProperties {
    /// After everything in a random history has happened and is known.
    private static final long END = NOW + 60 * DAY;
    private static final Policy KYW_1 = Policy.kyw1();

    static final List<Property> ALL = List.of(
            new Property("P01", "any arrival order and any duplicates give the same", ScoreProperties::arrival),
            new Property("P02", "merge is a commutative group's sum of any partition", ScoreProperties::merging),
            new Property("P03", "reasons sum exactly to score - prior", ScoreProperties::reasons),
            new Property("P04", "0 <= lower <= score <= upper <= 100", ScoreProperties::range),
            new Property("P05", "a correction equals having recorded it right first", ScoreProperties::correction),
            new Property("P06", "an undone correction equals never having corrected", ScoreProperties::undone),
            new Property("P07", "a struck fact equals never having recorded it", ScoreProperties::struck),
            new Property("P08", "met on time instead of missed never lowers it", ScoreProperties::metInsteadOfMissed),
            new Property("P09", "proof of keeping on time never lowers it against silence", ScoreProperties::onTime),
            new Property("P10", "proof of keeping late never lowers it against silence", ScoreProperties::late),
            new Property("P11", "telling never lowers it", ScoreProperties::telling),
            new Property("P12", "making good never lowers it", ScoreProperties::makingGood),
            new Property("P13", "confirming a claim never lowers it", ScoreProperties::confirming),
            new Property("P14", "a half-life of silence halves the weight of the record", ScoreProperties::halfLife),
            new Property("P15", "silence tends to the prior", ScoreProperties::silence),
            new Property("P16", "later records do not change an as-of score", ScoreProperties::laterRecords),
            new Property("P17", "the days are counted from nowhere in particular", ScoreProperties::landmark),
            new Property("P18", "one more kept promise never lowers it", ScoreProperties::oneMoreKept),
            new Property("P19", "one more silent miss never raises it", ScoreProperties::oneMoreMiss),
            new Property("P20", "not recording an outcome never beats recording it", ScoreProperties::notRecording),
            new Property("U01", "an upheld dispute equals never having claimed delivery", ScoreProperties::upheld),
            new Property("U02", "a resolved dispute that is rejected leaves no trace", ScoreProperties::rejected),
            new Property("U03", "asking for more time after the due moves nothing", ScoreProperties::askedTooLate),
            new Property(
                    "U04", "a broken promise, or a last-minute extension, ends the streak", ScoreProperties::streak));

    private ScoreProperties() {}

    private static Optional<String> arrival(ScoreModel model, List<Fact> history, Random random) {
        Policy policy = Policies.any(random);
        List<Fact> other = new ArrayList<>(history);
        other.addAll(history.subList(0, random.nextInt(history.size() + 1)));
        Collections.shuffle(other, random);
        long asOf = anyTime(random);
        return same(model.explain(history, policy, asOf, END), model.explain(other, policy, asOf, END))
                .or(() -> same(model.state(history, policy), model.state(other, policy)));
    }

    private static Optional<String> merging(ScoreModel model, List<Fact> history, Random random) {
        List<List<Fact>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, Integer> part = new TreeMap<>();
        history.forEach(fact -> part.computeIfAbsent(fact.commitment(), _ -> random.nextInt(3)));
        history.forEach(fact -> parts.get(part.get(fact.commitment())).add(fact));
        List<Map<String, List<Long>>> states =
                parts.stream().map(facts -> model.state(facts, KYW_1)).toList();
        Map<String, List<Long>> a = states.get(0);
        Map<String, List<Long>> b = states.get(1);
        Map<String, List<Long>> c = states.get(2);
        Map<String, List<Long>> left = model.merge(model.merge(a, b), c);
        return same(model.state(history, KYW_1), left)
                .or(() -> same(left, model.merge(a, model.merge(b, c))))
                .or(() -> same(model.merge(a, b), model.merge(b, a)))
                .or(() -> same(a, model.merge(a, model.state(List.of(), KYW_1))))
                .or(() -> same(
                        model.read(left, KYW_1, Scores.day(END)),
                        model.explain(history, KYW_1, END, END).score()));
    }

    private static Optional<String> reasons(ScoreModel model, List<Fact> history, Random random) {
        Score.Explained all = model.explain(history, Policies.any(random), anyTime(random), END);
        return same(all.score().points() - all.score().prior(), Contribution.sum(all.contributions()));
    }

    private static Optional<String> range(ScoreModel model, List<Fact> history, Random random) {
        Score score = model.explain(history, Policies.any(random), anyTime(random), END)
                .score();
        boolean ordered = 0 <= score.lower()
                && score.lower() <= score.points()
                && score.points() <= score.upper()
                && score.upper() <= 100_000_000;
        return ordered ? Optional.empty() : Optional.of("out of order: " + score);
    }

    private static Optional<String> correction(ScoreModel model, List<Fact> history, Random random) {
        Optional<Fact> wrong = pick(
                history,
                random,
                fact -> fact.type() != FactType.CORRECTED
                        && history.stream()
                                .noneMatch(other -> other.correction() != null
                                        && other.correction().target().equals(fact.id())));
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        Fact was = wrong.get();
        FactType type = random.nextBoolean() ? FactType.MET : FactType.MISSED;
        Patch patch = Patch.NONE.withType(type).withAt(was.at() - DAY * random.nextInt(4));
        patch = random.nextBoolean() ? patch.withEvidence(Evidence.CONFIRMED) : patch;
        Evidence evidence = patch.evidence() == null ? was.evidence() : patch.evidence();
        Fact right = new Fact(
                was.id(), was.commitment(), type, patch.at(), was.rec(), was.by(), evidence, was.details(), null);
        Fact correction = bookkeeping("zz", was, END - DAY).withCorrection(Correction.replace(was.id(), patch));
        List<Fact> rightFirst = history.stream()
                .map(fact -> fact.id().equals(was.id()) ? right : fact)
                .toList();
        return equal(model, with(history, correction), rightFirst);
    }

    private static Optional<String> undone(ScoreModel model, List<Fact> history, Random random) {
        Optional<Fact> target = pick(history, random, _ -> true);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Fact of = target.get();
        Correction change = random.nextBoolean()
                ? Correction.strike(of.id())
                : Correction.replace(
                        of.id(), Patch.NONE.withType(FactType.MISSED).withAt(of.at() + DAY));
        Fact correction = bookkeeping("zy", of, END - 2 * DAY).withCorrection(change);
        Fact undoing = bookkeeping("zz", of, END - DAY).withCorrection(Correction.strike(correction.id()));
        return equal(model, with(history, correction, undoing), history);
    }

    private static Optional<String> struck(ScoreModel model, List<Fact> history, Random random) {
        Optional<Fact> target = pick(history, random, _ -> true);
        if (target.isEmpty()) {
            return Optional.empty();
        }
        Fact of = target.get();
        Fact strike = bookkeeping("zz", of, END - DAY).withCorrection(Correction.strike(of.id()));
        List<Fact> never =
                history.stream().filter(fact -> !fact.id().equals(of.id())).toList();
        return equal(model, with(history, strike), never);
    }

    private static Optional<String> metInsteadOfMissed(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact missed = x.fact(FactType.MISSED, x.due + DAY * random.nextInt(5));
        Fact met = x.fact(FactType.MET, x.due - random.nextLong(x.span)).withEvidence(missed.evidence());
        return notLower(model, with(history, x.made, missed), with(history, x.made, met));
    }

    private static Optional<String> onTime(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact met = proof(x.fact(FactType.MET, x.due - random.nextLong(x.span)), random);
        return notLower(model, with(history, x.made), with(history, x.made, met));
    }

    private static Optional<String> late(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        FactType type = random.nextBoolean() ? FactType.MET : FactType.PARTLY_MET;
        Fact met = proof(x.fact(type, x.due + 1 + random.nextLong(40 * DAY)), random)
                .withDetails(Details.builder()
                        .fractionPpm(random.nextLong(1_100_000))
                        .build());
        return notLower(model, with(history, x.made), with(history, x.made, met));
    }

    private static Optional<String> telling(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        FactType type = random.nextBoolean() ? FactType.DISCLOSED : FactType.EXTENSION_REQUESTED;
        Fact told = x.fact(type, x.due + random.nextLong(20 * DAY) - 6 * DAY);
        List<Fact> silent = with(history, x.made, x.ending());
        return notLower(model, silent, with(silent, told));
    }

    private static Optional<String> makingGood(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact good = x.fact(FactType.MADE_GOOD, x.due + random.nextLong(30 * DAY));
        List<Fact> before = with(history, x.made, x.ending());
        return notLower(model, before, with(before, good));
    }

    private static Optional<String> confirming(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact claim =
                x.fact(FactType.MET, x.due + random.nextLong(6 * DAY) - 3 * DAY).withEvidence(Evidence.SELF);
        Fact confirmed = bookkeeping("zz", claim, END - DAY);
        confirmed = new Fact(
                confirmed.id(),
                x.made.commitment(),
                FactType.CONFIRMED,
                END - DAY,
                END - DAY,
                random.nextBoolean() ? Party.PROMISEE : Party.SYSTEM,
                Evidence.SELF,
                Details.builder().target(claim.id()).build(),
                null);
        List<Fact> before = with(history, x.made, claim);
        List<Fact> after = with(before, confirmed);
        // Praise that finds a witness leaves class T; while that class is full, its mean may fall.
        boolean full = Stream.of(before, after)
                .anyMatch(facts ->
                        model.explain(facts, KYW_1, END, END).score().flags().contains(Score.Flag.TRIVIAL_CAP));
        return full ? Optional.empty() : notLower(model, before, after);
    }

    private static Optional<String> halfLife(ScoreModel model, List<Fact> history, Random random) {
        Policy policy = Policies.any(random);
        long settled = NOW + 400 * DAY;
        long later = settled + policy.halfLifeDays() * DAY;
        Score now = model.explain(history, policy, settled, settled).score();
        Score then = model.explain(history, policy, later, later).score();
        return now.flags().contains(Score.Flag.TRIVIAL_CAP)
                ? Optional.empty()
                : same(now.weightMicro() / 2, then.weightMicro());
    }

    private static Optional<String> silence(ScoreModel model, List<Fact> history, Random random) {
        long later = NOW + 45 * 365 * DAY;
        Score score = model.explain(history, KYW_1, later, later).score();
        return same(
                List.of(KYW_1.prior().meanPpm() * 100, 0L, 0L, "-", Score.Verdict.NOT_ENOUGH_EVIDENCE),
                List.of(score.points(), score.weightMicro(), score.trend(), score.grade(), score.verdict()));
    }

    private static Optional<String> laterRecords(ScoreModel model, List<Fact> history, Random random) {
        long asOf = anyTime(random);
        long knownAt = asOf + random.nextInt(3) * DAY;
        List<Fact> then = history.stream()
                .filter(fact -> fact.at() <= asOf && fact.rec() <= knownAt)
                .toList();
        return same(model.explain(then, KYW_1, asOf, knownAt), model.explain(history, KYW_1, asOf, knownAt));
    }

    private static Optional<String> landmark(ScoreModel model, List<Fact> history, Random random) {
        long shift = (1 + random.nextInt(60)) * 180 * DAY * (random.nextBoolean() ? 1 : -1);
        List<Fact> moved = Histories.moved(history, shift);
        return same(model.explain(history, KYW_1, END, END), model.explain(moved, KYW_1, END + shift, END + shift));
    }

    private static Optional<String> oneMoreKept(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact made = x.made.withEvidence(Evidence.SYSTEM);
        Fact met = proof(x.fact(FactType.MET, x.due - random.nextLong(x.span)), random);
        return notLower(model, history, with(history, made, met));
    }

    private static Optional<String> oneMoreMiss(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        return notLower(model, with(history, x.made), history);
    }

    private static Optional<String> notRecording(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        FactType[] outcomes = {
            FactType.MET,
            FactType.PARTLY_MET,
            FactType.MISSED,
            FactType.WITHDRAWN,
            FactType.DISCLOSED,
            FactType.MADE_GOOD
        };
        List<Fact> recorded = new ArrayList<>(List.of(x.made));
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            FactType type = outcomes[random.nextInt(outcomes.length)];
            recorded.add(x.fact(type, x.made.at() + random.nextLong(2 * x.span))
                    .withDetails(Details.builder().fractionPpm(700_000L).build()));
        }
        return notLower(model, with(history, x.made), with(history, recorded.toArray(Fact[]::new)));
    }

    private static Optional<String> upheld(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact made = x.made.withEvidence(Evidence.SYSTEM);
        Fact met = x.fact(FactType.MET, x.due - random.nextLong(x.span));
        Fact disputed = x.fact(FactType.DISPUTED, x.due + DAY).withBy(Party.PROMISEE);
        Fact resolved = x.fact(FactType.RESOLVED, x.due + 3 * DAY)
                .withDetails(Details.builder().finding(Finding.UPHELD).build());
        return equal(model, with(history, made, met, disputed, resolved), with(history, made, disputed, resolved));
    }

    private static Optional<String> rejected(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        Fact made = x.made.withEvidence(Evidence.SYSTEM);
        Fact met = x.fact(FactType.MET, x.due - random.nextLong(x.span));
        Fact disputed = x.fact(FactType.DISPUTED, x.due + DAY).withBy(Party.PROMISEE);
        Fact resolved = x.fact(FactType.RESOLVED, x.due + 3 * DAY)
                .withDetails(Details.builder().finding(Finding.REJECTED).build());
        return equal(model, with(history, made, met, disputed, resolved), with(history, made, met));
    }

    private static Optional<String> askedTooLate(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random);
        long at = x.due + 1 + random.nextLong(10 * DAY);
        Fact asked = x.fact(FactType.RENEGOTIATED, at)
                .withEvidence(Evidence.SYSTEM)
                .withDetails(Details.builder().newDue(at + 20 * DAY).build());
        Fact told = x.fact(FactType.DISCLOSED, at).withEvidence(Evidence.SYSTEM);
        Fact ending = x.ending();
        return equal(model, with(history, x.made, ending, asked), with(history, x.made, ending, told));
    }

    private static Optional<String> streak(ScoreModel model, List<Fact> history, Random random) {
        Extra x = new Extra(random, 0);
        Fact made = x.made.withEvidence(Evidence.SYSTEM);
        // Far behind whatever else is settled or extended, so that nothing counts after it.
        long far = END - 2 * DAY;
        Fact breaking = random.nextBoolean()
                ? new Fact("x2", "x", FactType.MISSED, far, far, Party.PROMISOR, Evidence.SELF, Details.NONE, null)
                : new Fact(
                        "x2",
                        "x",
                        FactType.RENEGOTIATED,
                        far,
                        far,
                        Party.PROMISOR,
                        Evidence.SELF,
                        Details.builder().newDue(END + 90 * DAY).build(),
                        null);
        Fact promise = made.withDetails(made.details().toBuilder().due(far).build());
        List<Fact> all = with(history, promise, breaking);
        boolean later = model.state(all, KYW_1).entrySet().stream()
                .anyMatch(bucket -> Integer.parseInt(bucket.getKey().substring(10)) > Scores.day(far));
        return later
                ? Optional.empty()
                : same(0L, model.explain(all, KYW_1, END, END).score().streak());
    }

    private static Fact proof(Fact fact, Random random) {
        return fact.withEvidence(random.nextBoolean() ? Evidence.SYSTEM : Evidence.CONFIRMED);
    }

    private static Fact bookkeeping(String id, Fact target, long at) {
        return Fact.of(id, target.commitment(), FactType.CORRECTED, at, at);
    }

    private static long anyTime(Random random) {
        return END - DAY * random.nextInt(200) - random.nextInt((int) DAY);
    }

    private static Optional<Fact> pick(List<Fact> history, Random random, java.util.function.Predicate<Fact> which) {
        List<Fact> candidates = history.stream().filter(which).toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    static List<Fact> with(Collection<Fact> history, Fact... more) {
        List<Fact> all = new ArrayList<>(history);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private static Optional<String> equal(ScoreModel model, List<Fact> one, List<Fact> other) {
        return same(model.state(one, KYW_1), model.state(other, KYW_1))
                .or(() -> same(
                        model.explain(one, KYW_1, END, END).score(),
                        model.explain(other, KYW_1, END, END).score()));
    }

    private static Optional<String> notLower(ScoreModel model, List<Fact> before, List<Fact> after) {
        long was = model.explain(before, KYW_1, END, END).score().points();
        long is = model.explain(after, KYW_1, END, END).score().points();
        return is >= was ? Optional.empty() : Optional.of("lowered from " + was + " to " + is + " by " + after);
    }

    private static Optional<String> same(Object expected, Object actual) {
        return expected.equals(actual)
                ? Optional.empty()
                : Optional.of("expected " + expected + "\n but got " + actual);
    }
}
