package dev.kept.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/// What was measured by name, one value a round: ratios are taken within a round, whose two values met the same
/// machine.
public final class Rounds {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    public void add(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /// Forgets the warm-up.
    public void clear() {
        values.clear();
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Spread spread(String name) {
        return Spread.of(values(name));
    }

    public Spread ratio(String name, String to) {
        return combine(values(name), values(to), (one, other) -> one / other);
    }

    /// The ratio to whichever of the others was best in the median.
    public Spread ratioToBest(String name, Collection<String> others) {
        return ratio(name, best(others));
    }

    /// The one with the greatest median.
    public String best(Collection<String> names) {
        String best = names.iterator().next();
        for (String name : names) {
            if (spread(name).median() > spread(best).median()) {
                best = name;
            }
        }
        return best;
    }

    private List<Double> values(String name) {
        List<Double> found = values.get(name);
        if (found == null) {
            throw new IllegalStateException("nothing was measured under " + name + ", only " + values.keySet());
        }
        return found;
    }

    private static Spread combine(List<Double> one, List<Double> other, DoubleBinaryOperator operator) {
        List<Double> combined = new ArrayList<>();
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            combined.add(operator.applyAsDouble(one.get(i), other.get(i)));
        }
        return Spread.of(combined);
    }
}
