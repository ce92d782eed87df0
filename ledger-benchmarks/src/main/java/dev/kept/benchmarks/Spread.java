package dev.kept.benchmarks;

import java.util.List;
import java.util.Locale;

/// The median of some measurements, and how far they lay apart.
public record Spread(double median, double min, double max) {
    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /// As `12,345 (12,001–13,210)`.
    public String whole() {
        return String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", median, min, max);
    }

    /// As `0.53 (0.48–0.61)`.
    public String fine() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, min, max);
    }
}
