package dev.kept.domain.scoring;

import dev.kept.domain.fact.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The specification read aloud, a second time: it shares nothing with the ledger's code but words and records.
record ReferenceModel(EnumSet<Fault> faults) implements ScoreModel {

    static ReferenceModel sound() {
        return new ReferenceModel(EnumSet.noneOf(Fault.class));
    }

    static ReferenceModel with(Fault fault) {
        return new ReferenceModel(EnumSet.of(fault));
    }

    @Override
    public Map<String, List<Long>> state(Collection<Fact> facts, Policy policy) {
        Map<String, List<Long>> state = new TreeMap<>();
        entries(facts, policy)
                .values()
                .forEach(ofOne -> ofOne.forEach(entry -> {
                    String key = (entry.pending() ? "pending " : "settled ") + entry.weightClass() + "|" + entry.day();
                    List<Long> sums = List.of(
                            (long) entry.n(),
                            entry.w(),
                            entry.w() * entry.c(),
                            entry.w() * entry.p(),
                            entry.w() * entry.w(),
                            (long) entry.broken(),
                            (long) entry.early(),
                            (long) entry.ext());
                    state.merge(key, sums, ReferenceModel::plus);
                }));
        return state;
    }

    @Override
    public Map<String, List<Long>> merge(Map<String, List<Long>> one, Map<String, List<Long>> other) {
        Map<String, List<Long>> sum = new TreeMap<>(one);
        boolean lossy = faults.contains(Fault.MERGE_KEEPS_ONE_SIDE_OF_A_DAY);
        other.forEach((key, of) -> sum.merge(key, of, lossy ? (had, _) -> had : ReferenceModel::plus));
        return sum;
    }

    @Override
    public Score.Explained explain(Collection<Fact> facts, Policy policy, long asOf, long knownAt) {
        List<Fact> cut = facts.stream()
                .filter(fact -> fact.at() <= asOf && (faults.contains(Fault.KNOWN_AT_IGNORED) || fact.rec() <= knownAt))
                .toList();
        int day = (int) Math.floorDiv(asOf, 86_400L);
        Map<String, List<Entry>> entries = entries(cut, policy);
        ReferenceReader reader = new ReferenceReader(state(cut, policy), policy, day, faults);
        Score score = reader.score();
        return new Score.Explained(score, reader.reasons(score, entries));
    }

    @Override
    public Score read(Map<String, List<Long>> state, Policy policy, int asOfDay) {
        return new ReferenceReader(state, policy, asOfDay, faults).score();
    }

    private Map<String, List<Entry>> entries(Collection<Fact> facts, Policy policy) {
        Map<String, List<Entry>> entries = new TreeMap<>();
        facts.stream()
                .collect(Collectors.groupingBy(Fact::commitment))
                .forEach((commitment, ofOne) ->
                        entries.put(commitment, new ReferenceFacts(ofOne, policy, faults).entries()));
        return entries;
    }

    static List<Long> plus(List<Long> one, List<Long> other) {
        List<Long> sum = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            sum.add(one.get(i) + other.get(i));
        }
        return sum.stream().allMatch(value -> value == 0) ? null : sum;
    }

    @Override
    public String toString() {
        return faults.isEmpty() ? "the reference" : "the reference with " + faults;
    }
}
