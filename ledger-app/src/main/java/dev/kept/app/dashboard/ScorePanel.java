package dev.kept.app.dashboard;

import dev.kept.domain.scoring.Contribution;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.reliability.ScoreViews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The keep-your-word score of a party in one direction: the figure, how sure it is, why, and how it came about.
///
/// @param mark the verdict
/// @param reserve what the grade can take; null without a grade
/// @param reasons null where the record is too long to look at every promise for a page
record ScorePanel(
        String score,
        String range,
        String grade,
        Mark mark,
        String promises,
        String trend,
        @Nullable String reserve,
        List<String> notes,
        @Nullable Reasons reasons,
        @Nullable Line line,
        String explanation,
        String policy) {
    /// Reasons and history of a page look at every promise of the record; beyond this the page goes without.
    private static final int MAX_PROMISES = 3_000;

    private static final int POINTS = 27;
    private static final Duration STEP = Duration.ofDays(14);
    private static final int MICRO_A_TENTH = 100_000;
    private static final int WIDTH = 260;
    private static final int HEIGHT = 100;

    record Reasons(
            List<Reason> lowering,
            List<Reason> raising,
            @Nullable String others) {}

    record Reason(String points, String words, String commitment, String href) {}

    /// The score of the last year as a line, and the same as rows.
    ///
    /// @param shown coordinates of the line of answers as they were given; `restated` by what is known now
    record Line(String shown, String restated, boolean changed, String words, List<Row> rows) {}

    record Row(String date, String shown, String restated, boolean changed) {}

    static ScorePanel of(Reading reading, CommitmentFilter filter) {
        Policy policy = Policy.kyw1();
        ScoreViews scores = reading.ledger().scores();
        Score score = scores.score(filter, policy, reading.at());
        boolean brief = score.promises() > MAX_PROMISES;
        Long reserve = score.reserve();
        return new ScorePanel(
                tenths(score.points()),
                tenths(score.lower()) + " to " + tenths(score.upper()),
                score.grade(),
                mark(score.verdict()),
                Words.counted(score.promises(), "promise counts", "promises count"),
                trend(score),
                reserve == null ? null : reserve(score, reserve),
                notes(score),
                brief ? null : reasons(scores.explain(filter, policy, reading.at()), reading),
                brief ? null : line(scores, filter, policy, reading),
                policy.explanation(),
                policy.id() + ", SHA-256 " + policy.hash().substring(0, 16) + "…");
    }

    /// Rounded half up to a tenth of a point.
    static String tenths(long micro) {
        long tenths = Math.floorDiv(micro + MICRO_A_TENTH / 2, MICRO_A_TENTH);
        long size = Math.abs(tenths);
        return (tenths < 0 ? "−" : "") + size / 10 + "." + size % 10;
    }

    private static String signed(long micro) {
        String text = tenths(micro);
        return micro > 0 ? "+" + text : text;
    }

    private static Mark mark(Score.Verdict verdict) {
        return switch (verdict) {
            case PASS -> new Mark("met", "Passed");
            case FAIL -> new Mark("missed", "Failed");
            case NOT_ENOUGH_EVIDENCE -> new Mark("open", "Not enough evidence");
        };
    }

    private static String trend(Score score) {
        String by = signed(score.trend());
        return switch (score.trendLabel()) {
            case UP -> "rising (" + by + ")";
            case DOWN -> "falling (" + by + ")";
            case STEADY -> "steady (" + by + ")";
        };
    }

    private static String reserve(Score score, long reserve) {
        Long pass = score.passReserve();
        String grade = "grade " + score.grade() + " survives " + Words.counted(reserve, "more miss", "more misses");
        if (pass == null) {
            return grade;
        }
        return pass < 0
                ? grade + "; " + Words.counted(-pass, "kept promise", "kept promises") + " away from a pass"
                : grade + ", the pass " + Words.number(pass);
    }

    private static List<String> notes(Score score) {
        List<String> notes = new ArrayList<>();
        score.flags()
                .forEach(flag -> notes.add(
                        switch (flag) {
                            case UNPROVEN_CLAIMS -> "Much of it rests on unproven claims.";
                            case PADDED_DATES -> "Most promises were kept in a third of the time they asked for.";
                            case OFTEN_EXTENDED -> "Due dates are often moved.";
                            case TRIVIAL_CAP -> "Trivial and unwitnessed promises no longer add.";
                            case SLIPPING -> "It is slipping: the last month is much worse than the record.";
                        }));
        if (score.rangeReasons().contains(Score.RangeReason.STALE_RECORD)) {
            notes.add("The record is old.");
        }
        return notes;
    }

    private static Reasons reasons(Score.Explained explained, Reading reading) {
        Contribution.Summary summary = Contribution.summary(explained.contributions());
        return new Reasons(
                summary.lowering().stream().map(one -> reason(one, reading)).toList(),
                summary.raising().stream().map(one -> reason(one, reading)).toList(),
                summary.others() == 0
                        ? null
                        : Words.counted(summary.others(), "other", "others") + ": " + signed(summary.othersPoints()));
    }

    private static Reason reason(Contribution one, Reading reading) {
        String words = one.code().replace('_', ' ').replace("+", ", ").toLowerCase(Locale.ROOT);
        return new Reason(
                signed(one.points()), words, one.commitment(), reading.href(Address.commitment(one.commitment())));
    }

    private static Line line(ScoreViews scores, CommitmentFilter filter, Policy policy, Reading reading) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            times.add(reading.at().asOf().minus(STEP.multipliedBy(i)));
        }
        Collections.reverse(times);
        List<ScoreViews.Point> points =
                scores.history(filter, policy, times, reading.at().knownAt());
        List<Row> rows = points.stream()
                .map(point -> new Row(
                        point.asOf().toString().substring(0, 10),
                        tenths(point.shown().points()),
                        tenths(point.restated().points()),
                        point.changed()))
                .toList()
                .reversed();
        return new Line(
                coordinates(points.stream().map(ScoreViews.Point::shown).toList()),
                coordinates(points.stream().map(ScoreViews.Point::restated).toList()),
                points.stream().anyMatch(ScoreViews.Point::changed),
                "From " + tenths(points.getFirst().restated().points()) + " a year before to "
                        + tenths(points.getLast().restated().points()),
                rows);
    }

    /// Of a line in a box as high as the scale: 100 points at the top.
    private static String coordinates(List<Score> scores) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < scores.size(); i++) {
            long y = HEIGHT - (scores.get(i).points() + 500_000) / 1_000_000;
            line.append(i == 0 ? "" : " ")
                    .append(i * WIDTH / (POINTS - 1))
                    .append(',')
                    .append(y);
        }
        return line.toString();
    }
}
