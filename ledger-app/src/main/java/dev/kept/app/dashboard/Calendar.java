package dev.kept.app.dashboard;

import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Twelve months of due days: what fell due on each, and what became of it.
///
/// @param width of the drawing
/// @param blank the days on which nothing fell due, as one path
/// @param days those on which something did
/// @param months the same by month, as a table
record Calendar(int width, String blank, List<Day> days, List<Label> labels, List<Month> months, String words) {
    static final int CELL = 20;
    static final int LEFT = 32;
    static final int TOP = 16;

    private static final int BOX = 17;

    /// @param sign the worst that became of a promise of that day
    record Day(int x, int y, String sign, String words, String href) {}

    record Label(int x, int y, String text) {}

    record Month(String name, int kept, int late, int broken, int open) {
        public int all() {
            return kept + late + broken + open;
        }
    }

    /// Adds up promises by the day on which they fell due.
    static final class Builder {
        private final LocalDate last;
        private final LocalDate first;
        private final Map<LocalDate, int[]> days = new TreeMap<>();

        Builder(PageTime time) {
            last = time.at().asOf().atZone(Zones.shown()).toLocalDate();
            first = last.minusYears(1).plusDays(1).with(DayOfWeek.MONDAY);
        }

        void add(CommitmentView view) {
            Standing standing = view.standing();
            Long due = standing.due();
            if (due == null) {
                return;
            }
            LocalDate day = Instant.ofEpochSecond(due).atZone(Zones.shown()).toLocalDate();
            if (day.isBefore(first) || day.isAfter(last)) {
                return;
            }
            int slot = slot(standing);
            if (slot >= 0) {
                days.computeIfAbsent(day, _ -> new int[4])[slot]++;
            }
        }

        private static int slot(Standing standing) {
            return switch (standing.outcome()) {
                case MET -> 0;
                case MET_LATE, PARTLY_MET -> 1;
                case MISSED -> 2;
                case WITHDRAWN -> standing.withdrawnBy() == Party.PROMISOR ? 2 : -1;
                case OPEN -> 3;
                case RELEASED, VOIDED, AWAITING_TERMS -> -1;
            };
        }

        Calendar build(Address promises, PageTime time) {
            StringBuilder blank = new StringBuilder();
            List<Day> filled = new ArrayList<>();
            List<Label> labels = new ArrayList<>();
            labels.add(new Label(0, TOP + BOX - 4, "Mon"));
            labels.add(new Label(0, TOP + 4 * CELL + BOX - 4, "Fri"));
            int lastX = 0;
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                long week = ChronoUnit.WEEKS.between(first, day);
                int x = LEFT + (int) week * CELL;
                int y = TOP + (day.getDayOfWeek().getValue() - 1) * CELL;
                lastX = x;
                if (day.getDayOfMonth() == 1) {
                    labels.add(new Label(x, 10, YearMonth.from(day).toString().substring(2)));
                }
                int[] counts = days.get(day);
                if (counts == null) {
                    blank.append('M').append(x).append(' ').append(y).append("h17v17h-17z");
                } else {
                    filled.add(new Day(
                            x,
                            y,
                            sign(counts),
                            words(day, counts),
                            promises.with("due", day).href(time)));
                }
            }
            return new Calendar(lastX + CELL, blank.toString(), filled, labels, months(), summary());
        }

        private List<Month> months() {
            Map<YearMonth, int[]> sums = new TreeMap<>();
            days.forEach((day, counts) -> {
                int[] sum = sums.computeIfAbsent(YearMonth.from(day), _ -> new int[4]);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += counts[i];
                }
            });
            return sums.entrySet().stream()
                    .map(month -> new Month(
                            month.getKey().toString(),
                            month.getValue()[0],
                            month.getValue()[1],
                            month.getValue()[2],
                            month.getValue()[3]))
                    .toList()
                    .reversed();
        }

        private String summary() {
            long broken = days.values().stream()
                    .filter(counts -> counts[2] + counts[1] > 0)
                    .count();
            return "On " + Words.counted(days.size(), "day", "days")
                    + " of the last twelve months something fell due; on " + Words.number(broken)
                    + " of them not all of it was kept in time.";
        }

        private static String sign(int[] counts) {
            return counts[2] > 0 ? "missed" : counts[1] > 0 ? "late" : counts[3] > 0 ? "open" : "met";
        }

        private static String words(LocalDate day, int[] counts) {
            List<String> parts = new ArrayList<>();
            String[] names = {"kept", "late or in part", "missed", "open"};
            for (int i = 0; i < names.length; i++) {
                if (counts[i] > 0) {
                    parts.add(counts[i] + " " + names[i]);
                }
            }
            return day + ": " + String.join(", ", parts);
        }
    }
}
