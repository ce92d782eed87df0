package dev.kept.app.dashboard;

import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.reliability.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What promises came to, as figures that open the promises behind them.
///
/// @param rate on-time rate in per cent; null before the first promise is settled
/// @param settled how many promises the rate is of
record Figures(
        @Nullable String rate,
        String settled,
        Figure made,
        Figure onTime,
        Figure late,
        Figure partly,
        Figure missed,
        Figure withdrawn,
        Figure released,
        Figure voided,
        Figure open,
        Figure overdue,
        Streak streak,
        String longestKept,
        String longestBroken) {

    /// @param href null where there is nothing to open
    record Figure(String label, String value, @Nullable String href) {}

    record Streak(String text, boolean broken) {}

    /// @param promises the list that the figures count
    static Figures of(Counts counts, Address promises, PageTime time) {
        long settled =
                counts.onTime() + counts.late() + counts.partly() + counts.missed() + counts.withdrawnByPromisor();
        return new Figures(
                counts.rate().map(Words::percent).orElse(null),
                Words.number(settled),
                figure("Made", counts.made(), promises.with("outcome", PromiseQuery.MADE), time),
                outcome("On time", counts.onTime(), Outcome.MET, promises, time),
                outcome("Late", counts.late(), Outcome.MET_LATE, promises, time),
                outcome("Partly met", counts.partly(), Outcome.PARTLY_MET, promises, time),
                outcome("Missed", counts.missed(), Outcome.MISSED, promises, time),
                outcome("Withdrawn", counts.withdrawn(), Outcome.WITHDRAWN, promises, time),
                outcome("Released", counts.released(), Outcome.RELEASED, promises, time),
                outcome("Voided", counts.voided(), Outcome.VOIDED, promises, time),
                outcome("Open", counts.open(), Outcome.OPEN, promises, time),
                figure("Overdue", counts.openOverdue(), promises.with("flag", Flag.OVERDUE), time),
                new Streak(Words.streak(counts.currentStreak()), counts.currentStreak() < 0),
                Words.number(counts.keptStreak()),
                Words.number(counts.brokenStreak()));
    }

    public List<Figure> all() {
        return List.of(made, onTime, late, partly, missed, withdrawn, released, voided, open, overdue);
    }

    /// The figures of a table's row, in the order of its columns.
    public List<Figure> row() {
        return List.of(made, onTime, late, partly, missed, open, overdue);
    }

    private static Figure outcome(String label, long count, Outcome outcome, Address promises, PageTime time) {
        return figure(label, count, promises.with("outcome", outcome), time);
    }

    private static Figure figure(String label, long count, Address address, PageTime time) {
        return new Figure(label, Words.number(count), count == 0 ? null : address.href(time));
    }
}
