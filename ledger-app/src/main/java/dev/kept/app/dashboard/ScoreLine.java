package dev.kept.app.dashboard;

import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.reliability.ScoreViews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;

/// The score of the last year as a line in its range, as it was shown and as it reads with what is known now.
///
/// @param band the outline of the range; `restated` and `shown` the lines
/// @param dots one a point, for pointer and keyboard
/// @param words the sentence under the heading
/// @param rows the same as a table, the latest first
/// @param restatements answers that later knowledge changed
record ScoreLine(
        String band,
        String restated,
        String shown,
        boolean changed,
        String passAt,
        List<Tick> ticks,
        List<Dot> dots,
        String words,
        List<Row> rows,
        List<Row> restatements) {
    static final int WIDTH = 720;
    static final int HEIGHT = 200;

    private static final int POINTS = 27;
    private static final Duration STEP = Duration.ofDays(14);
    private static final double MICRO = 1_000_000;

    record Tick(String x, String label) {}

    record Dot(String x, String y, String words) {}

    record Row(String date, String shown, String restated, String range, boolean changed, String href) {}

    static ScoreLine of(Reading reading, CommitmentFilter filter, Address self) {
        Policy policy = Policy.kyw1();
        List<ScoreViews.Point> points = reading.ledger()
                .scores()
                .history(filter, policy, times(reading), reading.at().knownAt());
        Scale x = new Scale(0, POINTS - 1, 0, WIDTH);
        Scale y = new Scale(0, 100, HEIGHT, 0);
        List<Dot> dots = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            ScoreViews.Point point = points.get(i);
            Row row = row(point, self, reading);
            rows.add(row);
            dots.add(new Dot(
                    x.text(i),
                    y.text(point.restated().points() / MICRO),
                    row.date + ": " + row.restated + ", probably " + row.range
                            + (row.changed ? "; shown then: " + row.shown : "")));
        }
        Collections.reverse(rows);
        return new ScoreLine(
                band(points, x, y),
                line(points, x, y, point -> point.restated().points()),
                line(points, x, y, point -> point.shown().points()),
                points.stream().anyMatch(ScoreViews.Point::changed),
                y.text(policy.verdict().passPpm() / 10_000.0),
                ticks(points, x),
                dots,
                words(points),
                rows,
                rows.stream().filter(Row::changed).toList());
    }

    /// Every fourteen days of the year before the reading, ascending.
    static List<Instant> times(Reading reading) {
        List<Instant> times = new ArrayList<>();
        for (int i = POINTS - 1; i >= 0; i--) {
            times.add(reading.at().asOf().minus(STEP.multipliedBy(i)));
        }
        return times;
    }

    private static Row row(ScoreViews.Point point, Address self, Reading reading) {
        Score now = point.restated();
        return new Row(
                date(point.asOf()),
                ScorePanel.tenths(point.shown().points()),
                ScorePanel.tenths(now.points()),
                ScorePanel.tenths(now.lower()) + " to " + ScorePanel.tenths(now.upper()),
                point.changed(),
                self.href(
                        new PageTime(point.asOf(), point.asOf(), reading.time().now())));
    }

    private static String date(Instant instant) {
        return instant.atZone(Zones.shown()).toLocalDate().toString();
    }

    private static String words(List<ScoreViews.Point> points) {
        long first = points.getFirst().restated().points();
        long last = points.getLast().restated().points();
        String way = Math.abs(last - first) < MICRO ? "about the same" : last > first ? "higher" : "lower";
        return "The score is " + ScorePanel.tenths(last) + ", " + way + " than the " + ScorePanel.tenths(first)
                + " of a year before; the band is where it probably lies.";
    }

    private static List<Tick> ticks(List<ScoreViews.Point> points, Scale x) {
        List<Tick> ticks = new ArrayList<>();
        int month = -1;
        for (int i = 0; i < points.size(); i++) {
            var date = points.get(i).asOf().atZone(Zones.shown());
            if (date.getMonthValue() != month && i > 0 && date.getMonthValue() % 2 == 1) {
                ticks.add(new Tick(x.text(i), date.toLocalDate().toString().substring(0, 7)));
            }
            month = date.getMonthValue();
        }
        return ticks;
    }

    private static String band(List<ScoreViews.Point> points, Scale x, Scale y) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            append(path, x.text(i), y.text(points.get(i).restated().upper() / MICRO));
        }
        for (int i = points.size() - 1; i >= 0; i--) {
            append(path, x.text(i), y.text(points.get(i).restated().lower() / MICRO));
        }
        return path.toString();
    }

    private static String line(
            List<ScoreViews.Point> points, Scale x, Scale y, ToLongFunction<ScoreViews.Point> figure) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            append(path, x.text(i), y.text(figure.applyAsLong(points.get(i)) / MICRO));
        }
        return path.toString();
    }

    private static void append(StringBuilder path, String x, String y) {
        path.append(path.isEmpty() ? "" : " ").append(x).append(',').append(y);
    }
}
