package dev.kept.domain.scoring;

import dev.kept.domain.fact.Fact;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Anything that scores facts: the ledger's own code, the reference, or a reference with a planted fault.
///
/// States are in the vectors' form: `settled S|20452` → `[n, W, C, P, Q, B, X, E]`.
interface ScoreModel {
    Map<String, List<Long>> state(Collection<Fact> facts, Policy policy);

    Map<String, List<Long>> merge(Map<String, List<Long>> one, Map<String, List<Long>> other);

    Score read(Map<String, List<Long>> state, Policy policy, int asOfDay);

    Score.Explained explain(Collection<Fact> facts, Policy policy, long asOf, long knownAt);

    /// The ledger's own code.
    ScoreModel LEDGER = new ScoreModel() {
        @Override
        public Map<String, List<Long>> state(Collection<Fact> facts, Policy policy) {
            return text(Scores.state(facts, policy));
        }

        @Override
        public Map<String, List<Long>> merge(Map<String, List<Long>> one, Map<String, List<Long>> other) {
            ScoreState sum = parsed(one);
            sum.merge(parsed(other));
            return text(sum);
        }

        @Override
        public Score read(Map<String, List<Long>> state, Policy policy, int asOfDay) {
            return Scores.read(parsed(state), policy, asOfDay);
        }

        @Override
        public Score.Explained explain(Collection<Fact> facts, Policy policy, long asOf, long knownAt) {
            return Scores.explain(facts, policy, asOf, knownAt);
        }

        @Override
        public String toString() {
            return "the ledger";
        }
    };

    private static Map<String, List<Long>> text(ScoreState state) {
        Map<String, List<Long>> text = new TreeMap<>();
        state.buckets()
                .forEach((key, of) -> text.put(
                        (key.pending() ? "pending " : "settled ") + key.weightClass() + "|" + key.day(),
                        List.of(of.n(), of.w(), of.wc(), of.wp(), of.ww(), of.broken(), of.early(), of.ext())));
        return text;
    }

    private static ScoreState parsed(Map<String, List<Long>> text) {
        ScoreState state = new ScoreState();
        text.forEach((key, of) -> state.add(
                new ScoreState.Key(
                        key.startsWith("pending "),
                        Entry.WeightClass.valueOf(key.substring(8, 9)),
                        Integer.parseInt(key.substring(10))),
                new ScoreState.Bucket(
                        of.get(0), of.get(1), of.get(2), of.get(3), of.get(4), of.get(5), of.get(6), of.get(7))));
        return state;
    }
}
