package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.FactType;
import dev.kept.domain.fact.Fact;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The ledger against an independent reading of the specification.
class ReferenceTest {
    private static final int HISTORIES = Integer.getInteger("kept.histories", 1_000);
    private static final ScoreModel REFERENCE = ReferenceModel.sound();

    @Test
    void theReferenceGivesThePublishedFigures() {
        for (Vectors.Case given : Vectors.load().cases()) {
            for (List<Fact> arrival : ScoreVectorsTest.arrivals(given.facts())) {
                ScoreVectorsTest.assertMatches(REFERENCE, given, arrival);
            }
        }
    }

    @Test
    void theLedgerAgreesWithTheReferenceOnAnyHistory() {
        Set<FactType> seen = EnumSet.noneOf(FactType.class);
        Set<String> codes = new HashSet<>();
        Set<Score.Flag> flags = EnumSet.noneOf(Score.Flag.class);
        Set<Score.Verdict> verdicts = EnumSet.noneOf(Score.Verdict.class);
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = Histories.random(seed);
            List<Fact> history = Histories.any(random);
            Policy policy = Policies.any(random);
            long asOf = Histories.NOW + Histories.HOUR * (random.nextInt(24 * 200) - 24 * 150);
            long knownAt = asOf + (random.nextBoolean() ? 0 : Histories.DAY * random.nextInt(30));
            if (differs(history, policy, asOf, knownAt)) {
                List<Fact> least = Histories.shrunk(history, facts -> differs(facts, policy, asOf, knownAt));
                assertThat(answer(ScoreModel.LEDGER, least, policy, asOf, knownAt))
                        .as("seed %d, policy %s, %s", seed, policy.canonicalJson(), least)
                        .isEqualTo(answer(REFERENCE, least, policy, asOf, knownAt));
            }
            history.forEach(fact -> seen.add(fact.type()));
            Score.Explained explained = ScoreModel.LEDGER.explain(history, policy, asOf, knownAt);
            explained.contributions().forEach(reason -> codes.add(reason.code()));
            flags.addAll(explained.score().flags());
            verdicts.add(explained.score().verdict());
        }
        assertThat(seen).containsExactlyInAnyOrder(FactType.values());
        assertThat(flags).containsExactlyInAnyOrder(Score.Flag.values());
        assertThat(verdicts).containsExactlyInAnyOrder(Score.Verdict.values());
        assertThat(codes)
                .contains(
                        "KEPT",
                        "KEPT_UNPROVEN",
                        "KEPT_LATE",
                        "PARTIAL",
                        "MISSED",
                        "OVERDUE",
                        "WITHDRAWN+DISCLOSED",
                        "DISPUTED",
                        "DISPUTED+DISCLOSED+MADE_GOOD",
                        "EXTENDED_EARLY",
                        "EXTENDED_LATE",
                        "KEPT_UNPROVEN+UNWITNESSED",
                        "KEPT_LATE+DISCLOSED+MADE_GOOD",
                        "PARTIAL+DISCLOSED+MADE_GOOD",
                        "PARTIAL+DISCLOSED+MADE_GOOD+UNWITNESSED");
    }

    private static boolean differs(List<Fact> facts, Policy policy, long asOf, long knownAt) {
        return !answer(ScoreModel.LEDGER, facts, policy, asOf, knownAt)
                .equals(answer(REFERENCE, facts, policy, asOf, knownAt));
    }

    private static List<Object> answer(
            ScoreModel model, Collection<Fact> facts, Policy policy, long asOf, long knownAt) {
        return List.of(model.explain(facts, policy, asOf, knownAt), model.state(facts, policy));
    }
}
