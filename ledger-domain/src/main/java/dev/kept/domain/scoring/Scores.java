package dev.kept.domain.scoring;

import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Scores as a function of facts, policy, as-of and known-at time: facts → entries → day buckets → score → reasons.
///
/// Facts may be those of one subject or of any roll-up. Times are UTC epoch seconds, days are days since 1970-01-01.
public final class Scores {
    private Scores() {}

    /// The score at a point of a history.
    public record Point(long asOf, Score score) {}

    /// The score of all facts that had happened by `asOf` and were known by `knownAt`, with its reasons.
    public static Score.Explained explain(Collection<Fact> facts, Policy policy, long asOf, long knownAt) {
        return explain(entriesByCommitment(known(facts, asOf, knownAt), policy), policy, day(asOf));
    }

    /// The score of entries resolved before, with its reasons.
    ///
    /// @param entries by commitment, as [#entries] gives them
    public static Score.Explained explain(Map<String, List<Entry>> entries, Policy policy, int asOfDay) {
        ScoreState state = new ScoreState();
        entries.values().forEach(state::addAll);
        Totals totals = Totals.of(state, policy, asOfDay);
        Score score = Reading.read(policy, policy.hash(), totals);
        return new Score.Explained(score, Reasons.of(policy, totals, score, entries, asOfDay));
    }

    /// The score of a state, without reasons; half-life, prior, range and marks may differ from the policy it was
    /// resolved under, credits and weights may not.
    public static Score read(ScoreState state, Policy policy, int asOfDay) {
        return Reading.read(policy, policy.hash(), Totals.of(state, policy, asOfDay));
    }

    /// The state that facts of any number of commitments add up to.
    public static ScoreState state(Collection<Fact> facts, Policy policy) {
        ScoreState state = new ScoreState();
        byCommitment(facts).values().forEach(ofOne -> state.addAll(entries(ofOne, policy)));
        return state;
    }

    /// The entries of one commitment from all its known facts.
    public static List<Entry> entries(Collection<Fact> factsOfOne, Policy policy) {
        return entries(EffectiveFacts.of(factsOfOne, policy.backdateSeconds()), policy);
    }

    public static List<Entry> entries(EffectiveFacts factsOfOne, Policy policy) {
        return Resolver.resolve(factsOfOne, policy);
    }

    /// The scores at given times as they were shown then: each knows what was recorded by its own time.
    public static List<Point> historyAsShown(Collection<Fact> facts, Policy policy, List<Long> times) {
        return history(facts, policy, times, fact -> Math.max(fact.at(), fact.rec()));
    }

    /// The scores at given times as they are seen from `knownAt`: each knows everything recorded until then.
    public static List<Point> historyRestated(Collection<Fact> facts, Policy policy, List<Long> times, long knownAt) {
        List<Fact> recorded =
                facts.stream().filter(fact -> fact.rec() <= knownAt).toList();
        return history(recorded, policy, times, Fact::at);
    }

    public static int day(long epochSeconds) {
        return Resolver.day(epochSeconds);
    }

    private static List<Fact> known(Collection<Fact> facts, long asOf, long knownAt) {
        return facts.stream()
                .filter(fact -> fact.rec() <= knownAt && fact.at() <= asOf)
                .toList();
    }

    private static Map<String, List<Entry>> entriesByCommitment(Collection<Fact> facts, Policy policy) {
        Map<String, List<Entry>> entries = new TreeMap<>();
        byCommitment(facts).forEach((commitment, ofOne) -> entries.put(commitment, entries(ofOne, policy)));
        return entries;
    }

    private static Map<String, List<Fact>> byCommitment(Collection<Fact> facts) {
        Map<String, List<Fact>> byCommitment = new HashMap<>();
        for (Fact fact : facts) {
            byCommitment
                    .computeIfAbsent(fact.commitment(), _ -> new ArrayList<>(4))
                    .add(fact);
        }
        return byCommitment;
    }

    /// One pass over facts and times together: each fact changes its commitment's entries once, when it becomes
    /// visible.
    private static List<Point> history(
            Collection<Fact> facts, Policy policy, List<Long> times, VisibleFrom visibleFrom) {
        List<Long> ordered = times.stream().sorted().toList();
        if (ordered.isEmpty()) {
            return List.of();
        }
        List<Fact> waiting = new ArrayList<>(facts);
        waiting.sort(Comparator.comparingLong(visibleFrom::of));
        Map<String, List<Fact>> visible = new HashMap<>();
        Map<String, List<Entry>> entries = new HashMap<>();
        RunningSums sums = new RunningSums(policy, day(ordered.getFirst()));
        List<Point> points = new ArrayList<>(ordered.size());
        int next = 0;
        for (long asOf : ordered) {
            int from = next;
            while (next < waiting.size() && visibleFrom.of(waiting.get(next)) <= asOf) {
                next++;
            }
            byCommitment(waiting.subList(from, next)).forEach((commitment, arrived) -> {
                List<Fact> ofOne = visible.computeIfAbsent(commitment, _ -> new ArrayList<>());
                ofOne.addAll(arrived);
                List<Entry> now = entries(ofOne, policy);
                List<Entry> before = entries.put(commitment, now);
                sums.subtractAll(before == null ? List.of() : before);
                sums.addAll(now);
            });
            points.add(new Point(asOf, sums.read(day(asOf))));
        }
        return points;
    }

    /// From when on a fact is seen in a history.
    private interface VisibleFrom {
        long of(Fact fact);
    }
}
