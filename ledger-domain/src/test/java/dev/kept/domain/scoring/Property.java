package dev.kept.domain.scoring;

import dev.kept.domain.fact.Fact;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A statement that holds for every history, checked on seeded random ones.
record Property(String id, String statement, Check check) {

    /// Says how a history breaks the statement, or nothing.
    interface Check {
        Optional<String> violation(ScoreModel model, List<Fact> history, Random random);
    }

    /// The first violation within that many seeds, on the smallest history found by leaving facts out.
    Optional<String> violation(ScoreModel model, int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            long choices = seed + 1_000_000;
            List<Fact> history = Histories.any(Histories.random(seed));
            if (check.violation(model, history, Histories.random(choices)).isPresent()) {
                List<Fact> least = Histories.shrunk(
                        history,
                        facts -> check.violation(model, facts, Histories.random(choices))
                                .isPresent());
                String how =
                        check.violation(model, least, Histories.random(choices)).orElseThrow();
                return Optional.of(id + " (" + statement + ") by " + model + ", seed " + seed + ": " + how
                        + "\nwith the history " + least);
            }
        }
        return Optional.empty();
    }

    /// Whether any of that many seeds breaks the statement.
    boolean isBrokenBy(ScoreModel model, int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            List<Fact> history = Histories.any(Histories.random(seed));
            if (check.violation(model, history, Histories.random(seed + 1_000_000))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return id + " " + statement;
    }
}
