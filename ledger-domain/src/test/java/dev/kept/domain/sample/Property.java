package dev.kept.domain.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Checks a statement on many random histories. A failure names its seed and the shortest part of the history that
/// still fails.
public final class Property {
    private Property() {}

    /// A statement about a history; it throws where it does not hold.
    public interface Statement<T> {
        void check(List<T> history, RandomGenerator random);
    }

    /// @param histories makes a history of a seeded source of randomness
    public static <T> void holds(int runs, Function<RandomGenerator, List<T>> histories, Statement<T> statement) {
        for (int seed = 0; seed < runs; seed++) {
            List<T> history = histories.apply(new Random(seed));
            Throwable failure = failure(history, statement, seed);
            if (failure != null) {
                List<T> shortest = shrunk(history, statement, seed);
                throw new AssertionError(
                        "seed " + seed + " fails, shrunk to " + shortest.size() + " of " + history.size() + ":\n  "
                                + String.join(
                                        "\n  ",
                                        shortest.stream().map(Object::toString).toList()),
                        failure(shortest, statement, seed));
            }
        }
    }

    private static <T> Throwable failure(List<T> history, Statement<T> statement, int seed) {
        try {
            statement.check(history, new Random(~seed));
            return null;
        } catch (AssertionError | RuntimeException failure) {
            return failure;
        }
    }

    private static <T> List<T> shrunk(List<T> history, Statement<T> statement, int seed) {
        List<T> shortest = history;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int i = 0; i < shortest.size(); i++) {
                List<T> shorter = new ArrayList<>(shortest);
                shorter.remove(i);
                if (failure(shorter, statement, seed) != null) {
                    shortest = shorter;
                    smaller = true;
                    break;
                }
            }
        }
        return shortest;
    }
}
