package dev.kept.app.dashboard;

import dev.kept.domain.scoring.Contribution;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Why a score is what it is: from where it starts, what moves it, and what that adds up to.
///
/// @param start the score without any record; `total` the score
/// @param all the link to every reason
record Why(String start, List<Reason> reasons, String others, String othersPoints, String total, String all) {
    private static final int FULL = 100;

    /// @param width of its bar, in hundredths of the strongest
    record Reason(String points, boolean raises, int width, String words, String commitment, String href) {}

    static Why of(Reading reading, CommitmentFilter filter, Address self) {
        var explained = reading.ledger().scores().explain(filter, Policy.kyw1(), reading.at());
        Contribution.Summary summary = Contribution.summary(explained.contributions());
        List<Contribution> shown = new ArrayList<>(summary.lowering());
        shown.addAll(summary.raising());
        long strongest =
                shown.stream().mapToLong(one -> Math.abs(one.points())).max().orElse(1);
        return new Why(
                ScorePanel.tenths(explained.score().prior()),
                shown.stream().map(one -> reason(one, strongest, reading)).toList(),
                summary.others() == 0
                        ? ""
                        : Words.counted(summary.others(), "other reason", "other reasons") + " together",
                ScorePanel.signed(summary.othersPoints()),
                ScorePanel.tenths(explained.score().points()),
                self.with("of", self.path())
                        .with("panel", Csvs.REASONS)
                        .as("csv")
                        .href(reading.time()));
    }

    private static Reason reason(Contribution one, long strongest, Reading reading) {
        return new Reason(
                ScorePanel.signed(one.points()),
                one.points() > 0,
                (int) Math.max(1, Math.abs(one.points()) * FULL / strongest),
                words(one.code()),
                one.commitment(),
                reading.href(Address.commitment(one.commitment())));
    }

    /// The code of a reason in words, such as `missed, disclosed`.
    static String words(String code) {
        return code.replace('_', ' ').replace("+", ", ").toLowerCase(Locale.ROOT);
    }
}
