package dev.kept.app.dashboard;

import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.ReliabilityViews.Row;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// By which column the table of customers is sorted, and which way; customers that tie stand in the order of names.
record CustomerOrder(Column column, boolean descending) {
    private static final CustomerOrder DEFAULT = new CustomerOrder(Column.CUSTOMER, false);
    private static final BigDecimal BELOW_ALL = BigDecimal.ONE.negate();

    enum Column {
        CUSTOMER("customer", "Customer", Comparator.comparing(Row::key)),
        MADE("made", "Made", Counts::made),
        ON_TIME("onTime", "On time", Counts::onTime),
        LATE("late", "Late", Counts::late),
        PARTLY("partly", "Partly", Counts::partly),
        MISSED("missed", "Missed", Counts::missed),
        OPEN("open", "Open", Counts::open),
        OVERDUE("overdue", "Overdue", Counts::openOverdue),
        RATE(
                "rate",
                "On-time rate",
                Comparator.comparing(row -> row.counts().rate().orElse(BELOW_ALL))),
        STREAK("streak", "Current streak", Counts::currentStreak);

        private final String parameter;
        private final String label;
        private final Comparator<Row> ascending;

        Column(String parameter, String label, Comparator<Row> ascending) {
            this.parameter = parameter;
            this.label = label;
            this.ascending = ascending;
        }

        Column(String parameter, String label, ToLongFunction<Counts> figure) {
            this(parameter, label, Comparator.comparingLong(row -> figure.applyAsLong(row.counts())));
        }

        boolean isText() {
            return this == CUSTOMER;
        }
    }

    /// The head of a column: a link that sorts by it, or the other way round.
    ///
    /// @param sorted as in `aria-sort`: `ascending`, `descending` or `none`
    record Head(String label, String href, String sorted, boolean text) {}

    /// @param text a column's name; a minus before it sorts downwards
    static CustomerOrder of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT;
        }
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        return Arrays.stream(Column.values())
                .filter(column -> column.parameter.equals(name))
                .findFirst()
                .map(column -> new CustomerOrder(column, descending))
                .orElseThrow(() -> new BadParameter(
                        "sort",
                        text,
                        "use one of "
                                + Arrays.stream(Column.values())
                                        .map(column -> column.parameter)
                                        .collect(Collectors.joining(", "))
                                + ", with a minus before it to sort downwards"));
    }

    @Nullable String parameter() {
        return equals(DEFAULT) ? null : (descending ? "-" : "") + column.parameter;
    }

    Comparator<Row> comparator() {
        Comparator<Row> ascending = column.ascending;
        return (descending ? ascending.reversed() : ascending).thenComparing(Row::key);
    }

    List<Head> heads(Address table, PageTime time) {
        return Arrays.stream(Column.values())
                .map(candidate -> {
                    boolean sorted = candidate == column;
                    // Numbers are first asked for from the largest.
                    boolean down = sorted ? !descending : !candidate.isText();
                    String sort = new CustomerOrder(candidate, down).parameter();
                    return new Head(
                            candidate.label,
                            table.with("sort", sort).href(time),
                            sorted ? (descending ? "descending" : "ascending") : "none",
                            candidate.isText());
                })
                .toList();
    }
}
