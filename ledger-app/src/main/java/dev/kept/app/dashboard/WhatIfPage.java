package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.projections.reliability.Comparison;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What another policy would make of the whole history. A draft: nothing is saved.
///
/// @param problem why what was asked for is no policy
/// @param percent how far the run is; null if none is under way
/// @param answer null while there is none
/// @param csv the link to every customer before and after
record WhatIfPage(
        Frame frame,
        boolean noneYet,
        List<WhatIfForm.Field> fields,
        @Nullable Problem problem,
        @Nullable Integer percent,
        @Nullable Answer answer,
        String reset,
        String csv) {
    private static final int SHOWN = 100;

    record Problem(String name, String value, String fix) {}

    /// @param changed how many customers get another grade
    record Answer(
            String policy,
            String changed,
            String of,
            List<Move> grades,
            List<Move> verdicts,
            List<Row> rows,
            String more,
            String facts) {}

    record Move(String from, String to, String count, boolean changes) {}

    record Row(
            String customer,
            String href,
            String direction,
            String before,
            String after,
            String change,
            String gradeBefore,
            String gradeAfter,
            boolean up) {}

    static WhatIfPage of(
            Reading reading, WhatIfForm.Tried tried, @Nullable Problem problem, WhatIfRuns.@Nullable Run run) {
        Address self = address(tried);
        return new WhatIfPage(
                reading.frame("What-if", self),
                reading.isOfNothing(),
                tried.fields(),
                problem,
                run == null || run.isDone() ? null : (Integer) run.percent(),
                run == null || !run.isDone() ? null : answer(run.result(), reading.time()),
                Address.of("whatif").href(reading.time()),
                self.with("panel", Csvs.WHATIF).as("csv").href(reading.time()));
    }

    private static Address address(WhatIfForm.Tried tried) {
        Address self = Address.of("whatif");
        for (Address.Parameter parameter : tried.changed()) {
            self = self.with(parameter.name(), parameter.value());
        }
        return self;
    }

    private static Answer answer(Comparison comparison, PageTime time) {
        List<Comparison.Row> moved = comparison.rows().stream()
                .filter(row -> !row.before().grade().equals(row.after().grade()))
                .sorted(Comparator.comparing((Comparison.Row row) ->
                                row.before().grade() + row.after().grade())
                        .thenComparing(row -> String.valueOf(row.customer())))
                .toList();
        return new Answer(
                comparison.after().hash().substring(0, 16) + "…",
                Words.counted(moved.size(), "customer changes grade", "customers change grade"),
                Words.counted(comparison.rows().size(), "record", "records"),
                moves(comparison.grades()),
                moves(comparison.verdicts()),
                moved.stream().limit(SHOWN).map(row -> row(row, time)).toList(),
                moved.size() > SHOWN ? Words.number(moved.size() - SHOWN) + " more, in the table as CSV" : "",
                Words.counted(comparison.facts(), "fact", "facts"));
    }

    private static List<Move> moves(Map<Comparison.Move, Long> moves) {
        return moves.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(move -> new Move(
                        words(move.getKey().from()),
                        words(move.getKey().to()),
                        Words.number(move.getValue()),
                        move.getKey().isOne()))
                .toList();
    }

    private static String words(String grade) {
        return switch (grade) {
            case "-" -> "no grade yet";
            case "PASS" -> "passed";
            case "FAIL" -> "failed";
            case "NOT_ENOUGH_EVIDENCE" -> "not enough evidence";
            default -> grade;
        };
    }

    private static Row row(Comparison.Row row, PageTime time) {
        String customer = String.valueOf(row.customer());
        Direction direction = row.direction();
        return new Row(
                customer,
                Address.customer(customer).with("direction", direction).href(time),
                direction == null ? "" : Words.of(direction),
                ScorePanel.tenths(row.before().points()),
                ScorePanel.tenths(row.after().points()),
                ScorePanel.signed(row.change()),
                words(row.before().grade()),
                words(row.after().grade()),
                row.change() > 0);
    }
}
