package dev.kept.app.dashboard;

import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.reliability.ScoreViews;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keep-your-word score of a party in one direction: the figure, how sure it is, why, and how it came about.
///
/// @param mark the verdict
/// @param reserve what the grade can take; null without a grade
record ScorePanel(
        String score,
        String range,
        String grade,
        Mark mark,
        String promises,
        String trend,
        @Nullable String reserve,
        List<String> notes,
        String explanation,
        String policy) {
    private static final int MICRO_A_TENTH = 100_000;
    private static final long MICRO = 1_000_000;

    static ScorePanel of(Reading reading, CommitmentFilter filter) {
        Policy policy = Policy.kyw1();
        ScoreViews scores = reading.ledger().scores();
        Score score = scores.score(filter, policy, reading.at());
        Long reserve = score.reserve();
        return new ScorePanel(
                tenths(score.points()),
                tenths(score.lower()) + " to " + tenths(score.upper()),
                score.grade(),
                mark(score, policy),
                Words.counted(score.promises(), "promise counts", "promises count"),
                trend(score),
                reserve == null ? null : reserve(score, reserve),
                notes(score),
                policy.explanation(),
                policy.id() + ", SHA-256 " + policy.hash().substring(0, 16) + "…");
    }

    /// Rounded half up to a tenth of a point.
    static String tenths(long micro) {
        long tenths = Math.floorDiv(micro + MICRO_A_TENTH / 2, MICRO_A_TENTH);
        long size = Math.abs(tenths);
        return (tenths < 0 ? "−" : "") + size / 10 + "." + size % 10;
    }

    static String signed(long micro) {
        String text = tenths(micro);
        return micro > 0 ? "+" + text : text;
    }

    private static Mark mark(Score score, Policy policy) {
        return switch (score.verdict()) {
            case PASS -> new Mark("met", "Passed");
            case FAIL -> new Mark("missed", "Failed");
            case NOT_ENOUGH_EVIDENCE ->
                new Mark(
                        "open",
                        score.evidenceMicro() < policy.verdict().minEvidenceMicro()
                                ? "Not enough evidence yet (" + tenths(score.evidenceMicro()) + " of "
                                        + policy.verdict().minEvidenceMicro() / MICRO + ")"
                                : "Not enough evidence");
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
}
