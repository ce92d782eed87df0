package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.access.Visitor;
import dev.kept.projections.board.Board;
import dev.kept.projections.board.BoardQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What must be saved today: how much of each kind, and every promise that needs somebody, with the way to act.
///
/// @param noneYet nothing is recorded at all
/// @param noneMatch what the filter is, where it leaves nothing; null where something is left
/// @param mine the link to one's own promises; null for whoever is no promisor by name
/// @param closed why no promise can be recorded here; null where one can
/// @param everybody the link to everybody's; null where that is what is shown
record TodayPage(
        Frame frame,
        boolean noneYet,
        @Nullable String noneMatch,
        String promisor,
        int days,
        int silentDays,
        @Nullable String mine,
        @Nullable String everybody,
        List<Tile> tiles,
        List<Section> sections,
        @Nullable Silent silent,
        @Nullable String closed) {
    private static final int ROWS = 50;

    /// The parameters as the address has them.
    record Asked(
            @Nullable String promisor,
            @Nullable String days,
            @Nullable String silentDays) {}

    /// A count, and the place on the page where its items are.
    record Tile(String label, String count, String href, Mark mark) {}

    /// @param rest how many more there are than are shown, in words; null for none
    record Section(
            String id,
            String heading,
            String caption,
            String count,
            List<Row> rows,
            @Nullable String rest) {}

    /// @param since how long it has needed somebody
    /// @param act the link to what can be recorded about it
    record Row(PromiseRow promise, Mark risk, String why, String since, String act) {}

    record Silent(String count, List<Customer> rows) {}

    record Customer(
            PromiseRow.Named customer,
            String silent,
            @Nullable Moment kept,
            @Nullable Moment touched) {}

    static TodayPage of(Reading reading, Asked asked, Visitor visitor) {
        String promisor = asked.promisor() == null ? "" : asked.promisor().strip();
        int days = number("days", asked.days(), BoardQuery.DEFAULT_DAYS, 0, BoardQuery.MAX_DAYS);
        int silentDays =
                number("silentDays", asked.silentDays(), BoardQuery.DEFAULT_SILENT_DAYS, 1, BoardQuery.MAX_SILENT_DAYS);
        Board board = reading.ledger()
                .board()
                .read(new BoardQuery(
                        reading.at(),
                        Zones.shown(),
                        promisor.isEmpty() ? null : promisor,
                        Direction.BY_US,
                        days,
                        silentDays,
                        ROWS));
        Address self = Address.of("today").with("days", asked.days()).with("silentDays", asked.silentDays());
        List<Section> sections = new ArrayList<>();
        add(sections, "overdue", "Overdue", "Past due and open, the longest overdue first", board.overdue(), reading);
        add(sections, "due-today", "Due today", "By due date", board.dueToday(), reading);
        add(
                sections,
                "at-risk",
                "At risk",
                "The last part of their time has begun; by due date",
                board.atRisk(),
                reading);
        add(
                sections,
                "untold",
                "Missed, not yet told",
                "Nobody has told the customer or made it good; the latest first",
                board.missedUntold(),
                reading);
        add(sections, "upcoming", "Coming up", "By due date", board.upcoming(), reading);
        add(
                sections,
                "without",
                "Facts without a promise",
                "Their promise has not arrived yet; the latest first",
                board.withoutPromise(),
                reading);
        boolean none = sections.stream().allMatch(section -> section.rows().isEmpty())
                && board.silent().items().isEmpty();
        String own = visitor.kind() == Visitor.Kind.PERSON ? visitor.subject() : null;
        return new TodayPage(
                reading.frame("Today", self.with("promisor", promisor)),
                reading.isOfNothing(),
                none ? noneMatch(promisor, days) : null,
                promisor,
                days,
                silentDays,
                own == null || own.equals(promisor) ? null : reading.href(self.with("promisor", own)),
                promisor.isEmpty() ? null : reading.href(self),
                tiles(board),
                sections.stream().filter(section -> !section.rows().isEmpty()).toList(),
                silent(board, reading),
                Acts.closed(reading.time(), visitor));
    }

    private static String noneMatch(String promisor, int days) {
        return "No promise" + (promisor.isEmpty() ? "" : " of " + promisor)
                + " is overdue, at risk, missed and untold, or due within " + Words.counted(days, "day", "days") + ".";
    }

    private static List<Tile> tiles(Board board) {
        return List.of(
                tile("Overdue", board.overdue(), "#overdue", "overdue"),
                tile("Due today", board.dueToday(), "#due-today", "open"),
                tile("At risk", board.atRisk(), "#at-risk", "late"),
                tile("Missed, not yet told", board.missedUntold(), "#untold", "missed"),
                tile("Silent customers", board.silent(), "#silent", "awaiting"),
                tile("Facts without a promise", board.withoutPromise(), "#without", "awaiting"));
    }

    private static Tile tile(String label, Board.Section<?> section, String href, String sign) {
        return new Tile(label, count(section), href, new Mark(sign, label));
    }

    private static String count(Board.Section<?> section) {
        return Words.number(section.total()) + (section.more() ? " and more" : "");
    }

    private static void add(
            List<Section> sections,
            String id,
            String heading,
            String caption,
            Board.Section<Board.Item> section,
            Reading reading) {
        int rest = section.total() - section.items().size();
        sections.add(new Section(
                id,
                heading,
                caption,
                count(section),
                section.items().stream().map(item -> row(item, reading)).toList(),
                rest <= 0 ? null : Words.number(rest) + (section.more() ? " and more" : "") + " more are not shown."));
    }

    private static Row row(Board.Item item, Reading reading) {
        String id = item.promise().commitment();
        return new Row(
                PromiseRow.of(item.promise(), reading.time()),
                risk(item.risk()),
                item.why().stream().map(TodayPage::word).collect(Collectors.joining(", ")),
                item.ageSeconds() < 0 ? "" : "since " + Moment.span(Duration.ofSeconds(item.ageSeconds())),
                Address.commitment(id).href(reading.time()) + "#record");
    }

    private static Mark risk(Board.Risk risk) {
        return switch (risk) {
            case NONE -> new Mark("open", "none");
            case RAISED -> new Mark("late", "raised");
            case HIGH -> new Mark("overdue", "high");
        };
    }

    private static String word(Board.Why why) {
        return switch (why) {
            case UNASSIGNED -> "nobody in particular";
            case TIME_RUNS_OUT, OVERDUE, MORE_TIME_WANTED, MOVED_BEFORE, DISPUTED, NOTHING_HEARD ->
                why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static @Nullable Silent silent(Board board, Reading reading) {
        if (board.silent().items().isEmpty()) {
            return null;
        }
        Function<Board.Customer, Customer> row = one -> new Customer(
                new PromiseRow.Named(
                        one.customer(), Address.customer(one.customer()).href(reading.time())),
                Words.counted(one.silentDays(), "day", "days"),
                Moment.ofSeconds(one.keptAt()),
                Moment.ofSeconds(one.touchedAt()));
        return new Silent(
                count(board.silent()), board.silent().items().stream().map(row).toList());
    }

    private static int number(String name, @Nullable String text, int usual, int min, int max) {
        if (text == null || text.isBlank()) {
            return usual;
        }
        if (text.strip().matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(text.strip());
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new BadParameter(name, text, "write a whole number from " + min + " to " + max);
    }
}
