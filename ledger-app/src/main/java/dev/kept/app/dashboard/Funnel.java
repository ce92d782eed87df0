package dev.kept.app.dashboard;

import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every customer by how much their record weighs and what it scores, and the limits within which chance alone would
/// leave them.
///
/// A record of weight `w` whose promises are worth the whole ledger's mean `c` scores `(k m + w c) / (k + w)` on
/// average, and deviates from it by `w / (k + w) * sqrt(c (1 - c) / w)`: `k` and `m` are the policy's prior, and
/// `c (1 - c)` is the most that a credit between nothing and one can vary. So the limits are on the safe side. Nineteen
/// records in twenty lie within 1.96 deviations, all but one in five hundred within 3.09.
record Funnel(
        String centre,
        String outer,
        String inner,
        List<ScoreLine.Tick> xTicks,
        List<ScoreLine.Tick> yTicks,
        List<Dot> dots,
        List<Cell> cells,
        String words) {
    static final int WIDTH = 720;
    static final int HEIGHT = 320;

    private static final double Z_INNER = 1.96;
    private static final double Z_OUTER = 3.09;
    private static final double MICRO = 1_000_000;
    private static final int STEPS = 48;
    private static final int MAX_DOTS = 150;
    private static final int GRID_X = 30;
    private static final int GRID_Y = 16;
    private static final Comparator<Placed> FURTHEST_FIRST =
            Comparator.comparingDouble(Placed::distance).reversed().thenComparing(Placed::customer);

    /// Where a record lies.
    enum Side {
        ABOVE,
        WITHIN,
        BELOW
    }

    record Dot(String x, String y, String sign, String words, String href) {}

    /// Several customers within the limits, drawn as one.
    record Cell(String x, String y, String radius, String words) {}

    /// The limits, from the score of the whole.
    record Limits(double meanCredit, double priorMean, double priorWeight) {
        static Limits of(Score whole, Policy policy) {
            double k = policy.prior().strengthMilli() / 1_000.0;
            double m = policy.prior().meanPpm() / MICRO;
            double w = whole.weightMicro() / MICRO;
            double score = whole.points() / MICRO / 100;
            double mean = w == 0 ? m : ((k + w) * score - k * m) / w;
            return new Limits(Math.clamp(mean, 0, 1), m, k);
        }

        /// In points.
        double centre(double weight) {
            return 100 * (priorWeight * priorMean + weight * meanCredit) / (priorWeight + weight);
        }

        double deviation(double weight) {
            return weight == 0
                    ? 0
                    : 100 * weight / (priorWeight + weight) * Math.sqrt(meanCredit * (1 - meanCredit) / weight);
        }

        Side side(Score score) {
            double weight = score.weightMicro() / MICRO;
            double off = score.points() / MICRO - centre(weight);
            double limit = Z_INNER * deviation(weight);
            return off > limit ? Side.ABOVE : off < -limit ? Side.BELOW : Side.WITHIN;
        }
    }

    /// A customer's score, and where it lies.
    ///
    /// @param distance from the middle line, in points
    record Placed(String customer, Score score, Side side, double weight, double distance) {
        double points() {
            return score.points() / MICRO;
        }
    }

    static List<Placed> place(Map<String, Score> scores, Limits limits) {
        List<Placed> placed = new ArrayList<>(scores.size());
        scores.forEach((customer, score) -> {
            double weight = score.weightMicro() / MICRO;
            double distance = Math.abs(score.points() / MICRO - limits.centre(weight));
            placed.add(new Placed(customer, score, limits.side(score), weight, distance));
        });
        return placed;
    }

    static Funnel of(List<Placed> placed, Limits limits, PageTime time) {
        double heaviest = placed.stream().mapToDouble(Placed::weight).max().orElse(1);
        double lowest = placed.stream().mapToDouble(Placed::points).min().orElse(0);
        double floor = Math.max(0, Math.floor((lowest - 8) / 10) * 10);
        Scale x = new Scale(0, Math.sqrt(Math.max(1, heaviest * 1.05)), 0, WIDTH);
        Scale y = new Scale(floor, 100, HEIGHT, 0);
        return new Funnel(
                line(limits, heaviest, x, y),
                band(limits, heaviest, Z_OUTER, x, y),
                band(limits, heaviest, Z_INNER, x, y),
                weights(heaviest, x),
                points(floor, y),
                dots(placed, x, y, time),
                cells(placed, x, y),
                words(placed));
    }

    private static String line(Limits limits, double heaviest, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= STEPS; i++) {
            double root = Math.sqrt(heaviest * 1.05) * i / STEPS;
            append(path, x.text(root), y.text(limits.centre(root * root)));
        }
        return path.toString();
    }

    private static String band(Limits limits, double heaviest, double z, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        double end = Math.sqrt(heaviest * 1.05);
        for (int i = 0; i <= 2 * STEPS + 1; i++) {
            boolean back = i > STEPS;
            double root = end * (back ? 2 * STEPS + 1 - i : i) / STEPS;
            double off = z * limits.deviation(root * root);
            append(path, x.text(root), y.text(limits.centre(root * root) + (back ? -off : off)));
        }
        return path.toString();
    }

    private static void append(StringBuilder path, String x, String y) {
        path.append(path.isEmpty() ? "" : " ").append(x).append(',').append(y);
    }

    private static List<ScoreLine.Tick> weights(double heaviest, Scale x) {
        List<ScoreLine.Tick> ticks = new ArrayList<>();
        for (int weight : new int[] {1, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000}) {
            if (weight <= heaviest * 1.05) {
                ticks.add(new ScoreLine.Tick(x.text(Math.sqrt(weight)), Words.number(weight)));
            }
        }
        return ticks;
    }

    private static List<ScoreLine.Tick> points(double floor, Scale y) {
        List<ScoreLine.Tick> ticks = new ArrayList<>();
        int step = floor < 40 ? 20 : 10;
        for (int points = (int) floor; points <= 100; points += step) {
            ticks.add(new ScoreLine.Tick(y.text(points), Integer.toString(points)));
        }
        return ticks;
    }

    /// Whoever lies outside, furthest first; everybody if there are few.
    private static List<Dot> dots(List<Placed> placed, Scale x, Scale y, PageTime time) {
        boolean few = placed.size() <= MAX_DOTS;
        List<Placed> outside =
                placed.stream().filter(one -> few || one.side() != Side.WITHIN).toList();
        return Firsts.of(outside, FURTHEST_FIRST, MAX_DOTS).stream()
                .sorted(Comparator.comparing(Placed::customer))
                .map(one -> new Dot(
                        x.text(Math.sqrt(one.weight())),
                        y.text(one.points()),
                        sign(one.side()),
                        one.customer() + ": " + ScorePanel.tenths(one.score().points()) + ", "
                                + Words.counted(one.score().promises(), "promise", "promises"),
                        Address.customer(one.customer()).href(time)))
                .toList();
    }

    private static List<Cell> cells(List<Placed> placed, Scale x, Scale y) {
        if (placed.size() <= MAX_DOTS) {
            return List.of();
        }
        Map<Long, Integer> counts = new HashMap<>();
        for (Placed one : placed) {
            if (one.side() == Side.WITHIN) {
                long column = (long) (x.at(Math.sqrt(one.weight())) / WIDTH * GRID_X);
                long row = (long) (y.at(one.points()) / HEIGHT * GRID_Y);
                counts.merge(Math.min(column, GRID_X - 1) * GRID_Y + Math.min(row, GRID_Y - 1), 1, Integer::sum);
            }
        }
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        List<Cell> cells = new ArrayList<>();
        counts.forEach((cell, count) -> cells.add(new Cell(
                Scale.number((cell / GRID_Y + 0.5) * WIDTH / GRID_X),
                Scale.number((cell % GRID_Y + 0.5) * HEIGHT / GRID_Y),
                Scale.number(2 + 8 * Math.sqrt((double) count / most)),
                Words.counted(count, "customer", "customers") + " within the limits")));
        return cells;
    }

    static String sign(Side side) {
        return switch (side) {
            case ABOVE -> "up";
            case WITHIN -> "steady";
            case BELOW -> "down";
        };
    }

    private static String words(List<Placed> placed) {
        long outside = placed.stream().filter(one -> one.side() != Side.WITHIN).count();
        long chance = Math.round(placed.size() / 20.0);
        return "Of " + Words.counted(placed.size(), "customer", "customers") + " " + Words.number(outside)
                + (outside == 1 ? " lies" : " lie") + " outside the inner limits; chance alone would put about "
                + Words.number(chance) + " there.";
    }
}
