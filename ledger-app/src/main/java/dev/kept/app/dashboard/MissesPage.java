package dev.kept.app.dashboard;

import dev.kept.projections.portfolio.Miss;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where and why promises are not kept: by cause, kind, promisor, month, lateness, and how long the other side was left
/// without a word; and the promises behind each figure.
///
/// @param conditions the filters in words; each panel's figures open the same page with one more
record MissesPage(
        Frame frame,
        boolean noneYet,
        boolean noneMatch,
        String count,
        List<PromiseQuery.Condition> conditions,
        @Nullable String unfiltered,
        List<Panel> panels,
        List<Row> rows,
        Paging paging,
        String csv,
        MissFilter filter) {
    private static final int LINES = 12;
    private static final int FULL = 100;

    record Panel(String id, String heading, String words, List<Line> lines, String more) {}

    /// @param width of the bar, in hundredths of the longest
    record Line(String label, String href, String count, String share, int width) {}

    record Row(
            PromiseRow.Named promise,
            PromiseRow.Named customer,
            PromiseRow.Named promisor,
            String kind,
            Mark outcome,
            Moment due,
            String lateness,
            String cause,
            String told) {}

    static MissesPage of(Reading reading, MissFilter.Asked asked, @Nullable String page) {
        MissFilter filter = MissFilter.of(asked);
        int number = Paging.page(page);
        PageTime time = reading.time();
        List<Miss> all = reading.ledger().portfolio().census(reading.at()).misses();
        List<Miss> misses =
                filter.isOfAll() ? all : all.stream().filter(filter::accepts).toList();
        Address self = filter.address();
        List<Row> rows = misses.stream()
                .skip((number - 1L) * Paging.PAGE)
                .limit(Paging.PAGE)
                .map(miss -> row(miss, time))
                .toList();
        return new MissesPage(
                reading.frame("Misses", number == 1 ? self : self.with("page", number)),
                reading.isOfNothing(),
                misses.isEmpty() && !reading.isOfNothing(),
                Words.counted(misses.size(), "promise", "promises"),
                filter.inWords(),
                filter.inWords().isEmpty() ? null : Address.of("misses").href(time),
                panels(misses, filter, time),
                rows,
                Paging.numbered(number, rows.size(), misses.size(), self, time),
                self.with("panel", Csvs.MISSES).as("csv").href(time),
                filter);
    }

    private static List<Panel> panels(List<Miss> misses, MissFilter filter, PageTime time) {
        Address self = filter.address();
        MissTally tally = MissTally.of(misses);
        int all = misses.size();
        return List.of(
                new Panel(
                        "cause",
                        "By cause",
                        "As the report of the miss names it.",
                        causes(tally.causes(), all, self, time),
                        ""),
                panel("kind", "By kind of promise", tally.kinds(), all, self, time),
                panel("promisor", "By promisor", tally.promisors(), all, self, time),
                months(tally.months(), all, self, time),
                bands(
                        "late",
                        "By lateness",
                        "How long after the due date.",
                        tally.lateness(),
                        MissFilter.Lateness.values(),
                        all,
                        self,
                        time),
                bands(
                        "told",
                        "By silence",
                        "How long the other side was left without a word.",
                        tally.telling(),
                        MissFilter.Telling.values(),
                        all,
                        self,
                        time));
    }

    static List<Line> byCause(List<Miss> misses, Address self, PageTime time) {
        return causes(MissTally.causes(misses), misses.size(), self, time);
    }

    private static List<Line> causes(Map<String, Integer> counts, int all, Address self, PageTime time) {
        return lines(counts, all, MissFilter::causeInWords, "cause", self, time, mostFirst());
    }

    private static Panel panel(
            String id, String heading, Map<String, Integer> counts, int all, Address self, PageTime time) {
        List<Line> lines = lines(counts, all, text -> text, id, self, time, mostFirst());
        return new Panel(
                id,
                heading,
                "",
                lines.stream().limit(LINES).toList(),
                lines.size() > LINES ? Words.number(lines.size() - LINES) + " more, in the table as CSV" : "");
    }

    private static Panel months(Map<String, Integer> counts, int all, Address self, PageTime time) {
        List<Line> lines = lines(counts, all, text -> text, "month", self, time, Map.Entry.comparingByKey());
        return new Panel(
                "month",
                "By month",
                "The month in which they were due.",
                lines.subList(Math.max(0, lines.size() - LINES), lines.size()),
                lines.size() > LINES ? "The latest " + LINES + " of " + lines.size() + " months" : "");
    }

    private static <E extends Enum<E> & MissFilter.Band> Panel bands(
            String id,
            String heading,
            String words,
            Map<String, Integer> counts,
            E[] bands,
            int all,
            Address self,
            PageTime time) {
        List<Line> lines = new ArrayList<>();
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        for (E one : bands) {
            Integer count = counts.get(one.name());
            if (count != null) {
                lines.add(line(one.words(), one.name(), count, all, most, id, self, time));
            }
        }
        return new Panel(id, heading, words, lines, "");
    }

    private static Comparator<Map.Entry<String, Integer>> mostFirst() {
        return Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey);
    }

    private static List<Line> lines(
            Map<String, Integer> counts,
            int all,
            Function<String, String> words,
            String parameter,
            Address self,
            PageTime time,
            Comparator<Map.Entry<String, Integer>> order) {
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        return counts.entrySet().stream()
                .sorted(order)
                .map(entry -> line(
                        words.apply(entry.getKey()),
                        entry.getKey(),
                        entry.getValue(),
                        all,
                        most,
                        parameter,
                        self,
                        time))
                .toList();
    }

    private static Line line(
            String label, String value, int count, int all, int most, String parameter, Address self, PageTime time) {
        return new Line(
                label,
                self.without(parameter).with(parameter, value).href(time),
                Words.number(count),
                Math.round(100.0 * count / Math.max(1, all)) + " %",
                Math.max(1, count * FULL / most));
    }

    private static Row row(Miss miss, PageTime time) {
        Long late = miss.lateness();
        return new Row(
                new PromiseRow.Named(
                        miss.commitment(), Address.commitment(miss.commitment()).href(time)),
                new PromiseRow.Named(
                        miss.customer(), Address.customer(miss.customer()).href(time)),
                new PromiseRow.Named(
                        miss.promisor(), Address.promisor(miss.promisor()).href(time)),
                miss.kind(),
                new Mark(
                        switch (miss.outcome()) {
                            case MET_LATE -> "late";
                            case PARTLY_MET -> "partly";
                            default -> "missed";
                        },
                        Words.of(miss.outcome())),
                Moment.of(Instant.ofEpochSecond(miss.due())),
                late == null ? "not kept" : Moment.span(Duration.ofSeconds(late)),
                MissFilter.causeInWords(MissFilter.cause(miss)),
                MissFilter.Telling.of(miss).words());
    }

    /// The month in which a promise was due, in the page's zone.
    static YearMonth month(long due) {
        return YearMonth.from(Instant.ofEpochSecond(due).atZone(Zones.shown()));
    }
}
