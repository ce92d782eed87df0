package dev.kept.app.dashboard;

import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The latest promises as bars from the day they were made to the day they were due, with what became of them.
///
/// @param ticks the begins of months
record Timeline(int width, int height, List<Bar> bars, List<ScoreLine.Tick> ticks, String words) {
    private static final int SHOWN = 24;
    private static final int WIDTH = 1140;
    private static final int ROW = 20;
    private static final int TOP = 18;
    private static final int LEFT = 190;

    /// @param moved where it was first promised for, if the due date moved
    /// @param end where it was settled, or as far as time went by
    record Bar(
            int y,
            String href,
            String label,
            String made,
            String due,
            String moved,
            String end,
            boolean over,
            String sign,
            String words) {}

    /// Keeps the promises that fall due last.
    static final class Builder {
        private final PriorityQueue<CommitmentView> latest =
                new PriorityQueue<>(Comparator.comparingLong(Builder::due).thenComparing(CommitmentView::commitment));

        void add(CommitmentView view) {
            if (view.standing().due() == null || view.standing().madeAt() == null) {
                return;
            }
            latest.add(view);
            if (latest.size() > SHOWN) {
                latest.remove();
            }
        }

        private static long due(CommitmentView view) {
            Long due = view.standing().due();
            return due == null ? Long.MIN_VALUE : due;
        }

        Timeline build(PageTime time) {
            List<CommitmentView> views = new ArrayList<>(latest);
            views.sort(Comparator.comparingLong(Builder::due)
                    .thenComparing(CommitmentView::commitment)
                    .reversed());
            long now = time.at().asOfSeconds();
            long from = now;
            long to = now;
            for (CommitmentView view : views) {
                Standing standing = view.standing();
                from = Math.min(from, or(standing.madeAt(), now));
                to = Math.max(to, Math.max(due(view), or(standing.settledAt(), now)));
            }
            Scale x = new Scale(from, Math.max(to, from + 1), LEFT, WIDTH - 12);
            List<Bar> bars = new ArrayList<>();
            for (CommitmentView view : views) {
                bars.add(bar(view, bars.size(), x, now, time));
            }
            return new Timeline(
                    WIDTH,
                    TOP + views.size() * ROW + 4,
                    bars,
                    ticks(from, to, x),
                    "The " + views.size()
                            + " promises that fell or fall due last, the latest first: from when each was "
                            + "made (circle) to when it was due (stroke), and when it was settled (sign).");
        }

        private static Bar bar(CommitmentView view, int row, Scale x, long now, PageTime time) {
            Standing standing = view.standing();
            PromiseRow words = PromiseRow.of(view, time);
            long due = due(view);
            Long original = standing.originalDue();
            long end = or(standing.settledAt(), Math.max(now, or(standing.madeAt(), now)));
            String label = view.commitment();
            return new Bar(
                    TOP + row * ROW + ROW / 2,
                    words.href(),
                    label.length() > 24 ? label.substring(0, 23) + "…" : label,
                    x.text(or(standing.madeAt(), now)),
                    x.text(due),
                    original == null || original == due ? "" : x.text(original),
                    x.text(end),
                    end > due,
                    words.outcome().sign(),
                    label + ": " + words.outcome().word() + ", due "
                            + Moment.of(Instant.ofEpochSecond(due)).text());
        }

        private static long or(@org.jspecify.annotations.Nullable Long value, long other) {
            return value == null ? other : value;
        }

        private static List<ScoreLine.Tick> ticks(long from, long to, Scale x) {
            List<ScoreLine.Tick> ticks = new ArrayList<>();
            ZonedDateTime begin = Instant.ofEpochSecond(from).atZone(Zones.shown());
            LocalDate day = begin.toLocalDate();
            boolean months = to - from > 70L * 86_400;
            day = months ? day.withDayOfMonth(1).plusMonths(1) : day.plusDays(1);
            int step = months ? 1 : Math.max(1, (int) ((to - from) / 86_400 / 8));
            while (day.atStartOfDay(Zones.shown()).toEpochSecond() < to && ticks.size() < 14) {
                ticks.add(new ScoreLine.Tick(
                        x.text(day.atStartOfDay(Zones.shown()).toEpochSecond()),
                        months ? day.toString().substring(0, 7) : day.toString().substring(5)));
                day = months ? day.plusMonths(1) : day.plusDays(step);
            }
            return ticks;
        }
    }
}
