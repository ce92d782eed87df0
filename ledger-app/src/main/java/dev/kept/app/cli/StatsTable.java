package dev.kept.app.cli;

import dev.kept.domain.json.JsonValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Prints a statistics document as a table for people.
final class StatsTable {
    private static final List<String> COLUMNS = List.of(
            "made", "on_time", "late", "partly", "missed", "withdrawn", "released", "open", "open_overdue", "rate");
    private static final int NAME_WIDTH = 24;
    private static final int WIDTH = 13;

    private StatsTable() {}

    static void print(JsonValue.JsonObject stats, PrintWriter out) {
        out.println("as of " + text(stats, "asOf") + ", known at " + text(stats, "knownAt"));
        StringBuilder head = new StringBuilder(pad("", NAME_WIDTH));
        COLUMNS.forEach(column -> head.append(right(column)));
        out.println(head);
        if (stats.get("totals") instanceof JsonValue.JsonObject totals) {
            out.println(line("all", totals));
        }
        if (stats.get("rows") instanceof JsonValue.JsonArray(List<JsonValue> rows)) {
            for (JsonValue row : rows) {
                if (row instanceof JsonValue.JsonObject object) {
                    out.println(line(text(object, "key"), object));
                }
            }
        }
    }

    private static String line(String name, JsonValue.JsonObject row) {
        List<String> cells = new ArrayList<>();
        COLUMNS.forEach(column -> cells.add(right(text(row, column))));
        return pad(name, NAME_WIDTH) + String.join("", cells);
    }

    private static String text(JsonValue.JsonObject object, String name) {
        return switch (object.get(name)) {
            case JsonValue.JsonText(String text) -> text;
            case JsonValue.JsonNumber(String number) -> number;
            case null, default -> "-";
        };
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }

    private static String right(String text) {
        return " ".repeat(Math.max(1, WIDTH - text.length())) + text;
    }
}
