package dev.kept.app.cli;

import dev.kept.domain.json.JsonValue;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Prints a board document as tables for people; lists that are empty are named at the end.
final class BoardTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final String ROW = "  %-18s %-9s %-20s %-44s %-6s %s%n";

    private final JsonValue.JsonObject board;
    private final PrintWriter out;
    private final ZoneId zone;

    private BoardTable(JsonValue.JsonObject board, PrintWriter out) {
        this.board = board;
        this.out = out;
        this.zone = ZoneId.of(text(board, "zone"));
    }

    static void print(JsonValue.JsonObject board, PrintWriter out) {
        new BoardTable(board, out).print();
    }

    private void print() {
        out.println("Today " + text(board, "today") + ", " + zone.getId() + ", " + text(board, "days") + " days ahead"
                + (text(board, "promisor").equals("-") ? "" : ", of " + text(board, "promisor")));
        promises("overdue", "Overdue", "late", "due");
        promises("dueToday", "Due today", "left", "due");
        promises("atRisk", "At risk", "left", "due");
        promises("missedUntold", "Missed, not yet told", "ago", "due");
        promises("withoutPromise", "Facts without a promise", "ago", "since");
        customers("silentCustomers", "Silent customers");
        customers("renewalOnlyCustomers", "Customers with renewals alone");
        promises("upcoming", "Coming up", "left", "due");
    }

    private void promises(String name, String title, String age, String time) {
        List<JsonValue> items = head(name, title);
        if (items.isEmpty()) {
            return;
        }
        out.printf(ROW, time, age, "customer", "promise", "risk", "why");
        for (JsonValue value : items) {
            if (value instanceof JsonValue.JsonObject item) {
                Instant until = age.equals("left") ? Instant.parse(text(item, "due")) : asOf();
                Instant from = age.equals("left") ? asOf() : Instant.parse(text(item, "since"));
                String statement = text(item, "statement");
                out.printf(
                        ROW,
                        TIME.format(Instant.parse(text(item, time)).atZone(zone)),
                        duration(Duration.between(from, until)),
                        cut(text(item, "customer"), 20),
                        cut(statement.equals("-") ? text(item, "commitment") : statement, 44),
                        text(item, "risk"),
                        why(item));
            }
        }
    }

    private void customers(String name, String title) {
        for (JsonValue value : head(name, title)) {
            if (value instanceof JsonValue.JsonObject item) {
                out.printf(
                        "  %-30s silent for %s days, since %s%n",
                        cut(text(item, "customer"), 30),
                        text(item, "silentDays"),
                        text(item, "silentSince").substring(0, 10));
            }
        }
    }

    private List<JsonValue> head(String name, String title) {
        if (!(board.get(name) instanceof JsonValue.JsonObject section)
                || !(section.get("items") instanceof JsonValue.JsonArray(List<JsonValue> items))) {
            return List.of();
        }
        boolean more = section.get("more") instanceof JsonValue.JsonBoolean(boolean value) && value;
        out.println();
        out.println(title + ": " + text(section, "total") + (more ? " and more" : "")
                + (Integer.parseInt(text(section, "total")) > items.size() ? ", the first " + items.size() : ""));
        return items;
    }

    private Instant asOf() {
        return Instant.parse(text(board, "asOf"));
    }

    private static String why(JsonValue.JsonObject item) {
        if (!(item.get("why") instanceof JsonValue.JsonArray(List<JsonValue> reasons))) {
            return "";
        }
        return String.join(
                ", ",
                reasons.stream()
                        .map(reason -> reason instanceof JsonValue.JsonText(String text)
                                ? text.toLowerCase(Locale.ROOT).replace('_', ' ')
                                : "")
                        .toList());
    }

    private static String duration(Duration duration) {
        long minutes = Math.abs(duration.toMinutes());
        return minutes < 120 ? minutes + " min" : minutes < 2_880 ? minutes / 60 + " h" : minutes / 1_440 + " days";
    }

    /// What a terminal could take for a command is not passed on.
    private static String cut(String text, int width) {
        String plain = text.codePoints()
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.length() <= width ? plain : plain.substring(0, width - 1) + "…";
    }

    private static String text(JsonValue.JsonObject object, String name) {
        return switch (object.get(name)) {
            case JsonValue.JsonText(String text) -> text;
            case JsonValue.JsonNumber(String number) -> number;
            case null, default -> "-";
        };
    }
}
