package dev.kept.domain.fact;

import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks through the facts of one commitment. They are few and are folded for every fact that comes: a pipeline would
/// cost more than what goes through it.
public final class Search {
    private Search() {}

    public static boolean any(Collection<Fact> facts, Predicate<Fact> wanted) {
        return first(facts, wanted) != null;
    }

    public static @Nullable Fact first(Collection<Fact> facts, Predicate<Fact> wanted) {
        for (Fact fact : facts) {
            if (wanted.test(fact)) {
                return fact;
            }
        }
        return null;
    }
}
