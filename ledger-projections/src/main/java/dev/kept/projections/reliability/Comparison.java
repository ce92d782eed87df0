package dev.kept.projections.reliability;

import dev.kept.api.fact.Direction;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.ReadAt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every score of a ledger under two policies, the most affected subjects first.
///
/// @param facts how many facts were read
/// @param commitments how many commitments they are about
/// @param grades how many subjects went from one grade to another, such as `B → C`; those that kept theirs too
/// @param verdicts likewise
/// @param rows by how far the score moved, largest first
public record Comparison(
        Policy before,
        Policy after,
        ReadAt at,
        long facts,
        long commitments,
        Map<Move, Long> grades,
        Map<Move, Long> verdicts,
        List<Row> rows) {
    /// What a row stands for.
    public enum By {
        SUBJECT,
        CUSTOMER,
        PROMISOR
    }

    /// From what to what.
    public record Move(String from, String to) implements Comparable<Move> {
        private static final Comparator<Move> ORDER =
                Comparator.comparing(Move::from).thenComparing(Move::to);

        public boolean isOne() {
            return !from.equals(to);
        }

        @Override
        public int compareTo(Move other) {
            return ORDER.compare(this, other);
        }
    }

    /// One subject before and after.
    ///
    /// @param customer null where rows stand for promisors; `promisor` likewise
    /// @param rankBefore from 1, by the lower end of the range, among all rows of the direction
    public record Row(
            @Nullable String customer,
            @Nullable String promisor,
            @Nullable Direction direction,
            Score before,
            Score after,
            int rankBefore,
            int rankAfter) {
        /// By how much the score moved, in micro-points.
        public long change() {
            return after.points() - before.points();
        }

        private Row ranked(int newRankBefore, int newRankAfter) {
            return new Row(customer, promisor, direction, before, after, newRankBefore, newRankAfter);
        }
    }

    private static final Comparator<Row> BY_NAME = Comparator.comparing(
                    Row::direction, Comparator.nullsFirst(Comparator.<Direction>naturalOrder()))
            .thenComparing(Row::customer, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Row::promisor, Comparator.nullsFirst(Comparator.naturalOrder()));

    public Comparison {
        grades = Map.copyOf(grades);
        verdicts = Map.copyOf(verdicts);
        rows = List.copyOf(rows);
    }

    static Comparison of(Policy before, Policy after, ReadAt at, long facts, long commitments, List<Row> unranked) {
        List<Row> named = unranked.stream().sorted(BY_NAME).toList();
        int[] ranksBefore = ranks(named, Row::before);
        int[] ranksAfter = ranks(named, Row::after);
        List<Row> rows = new ArrayList<>(named.size());
        Map<Move, Long> grades = new TreeMap<>();
        Map<Move, Long> verdicts = new TreeMap<>();
        for (int i = 0; i < ranksBefore.length; i++) {
            Row row = named.get(i);
            rows.add(row.ranked(ranksBefore[i], ranksAfter[i]));
            grades.merge(new Move(row.before.grade(), row.after.grade()), 1L, Long::sum);
            verdicts.merge(
                    new Move(row.before.verdict().name(), row.after.verdict().name()), 1L, Long::sum);
        }
        rows.sort(Comparator.comparingLong((Row row) -> Math.abs(row.change()))
                .reversed()
                .thenComparing(BY_NAME));
        return new Comparison(before, after, at, facts, commitments, grades, verdicts, rows);
    }

    public long changedGrades() {
        return changed(grades);
    }

    public long changedVerdicts() {
        return changed(verdicts);
    }

    public long changedRanks() {
        return rows.stream().filter(row -> row.rankBefore != row.rankAfter).count();
    }

    private static long changed(Map<Move, Long> moves) {
        return moves.entrySet().stream()
                .filter(move -> move.getKey().isOne())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// The rank of each row, in the order given: by the lower end, then by the score; equal ones share theirs.
    private static int[] ranks(List<Row> rows, Function<Row, Score> score) {
        Comparator<Score> best = Comparator.comparingLong(Score::lower)
                .thenComparingLong(Score::points)
                .reversed();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(
                        (Integer i) -> rows.get(i).direction,
                        Comparator.nullsFirst(Comparator.<Direction>naturalOrder()))
                .thenComparing(i -> score.apply(rows.get(i)), best));
        int[] ranks = new int[rows.size()];
        int first = 0;
        for (int place = 0; place < order.size(); place++) {
            Row row = rows.get(order.get(place));
            Row above = place == 0 ? row : rows.get(order.get(place - 1));
            if (place == 0 || above.direction != row.direction) {
                first = place;
            }
            boolean level = place > first && best.compare(score.apply(above), score.apply(row)) == 0;
            ranks[order.get(place)] = level ? ranks[order.get(place - 1)] : place - first + 1;
        }
        return ranks;
    }
}
