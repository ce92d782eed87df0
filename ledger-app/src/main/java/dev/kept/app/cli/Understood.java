package dev.kept.app.cli;

import dev.kept.domain.json.JsonValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/// Shows a person what was understood of their words.
final class Understood {
    private Understood() {}

    static void show(JsonValue.JsonObject understood, PrintWriter out) {
        boolean known = understood.get("customerKnown") instanceof JsonValue.JsonBoolean(boolean value) && value;
        List<String> near = texts(understood, "near");
        out.println("  customer  " + text(understood, "customer")
                + (known
                        ? ""
                        : near.isEmpty() ? " (new)" : " (not known; known are: " + String.join(", ", near) + ")"));
        boolean assigned = understood.get("assigned") instanceof JsonValue.JsonBoolean(boolean value) && value;
        out.println("  promisor  " + text(understood, "promisor") + (assigned ? "" : " (nobody in particular)"));
        out.println("  promise   " + text(understood, "statement"));
        out.println("  due       " + text(understood, "local") + ", " + text(understood, "zone") + " ("
                + zoneOf(text(understood, "zoneOf")) + ")");
        out.println("            " + text(understood, "due") + ", from \"" + text(understood, "phrase") + "\"");
    }

    private static String zoneOf(String zoneOf) {
        return switch (zoneOf) {
            case "customer" -> "the customer's calendar";
            case "asked" -> "as asked for";
            default -> "the ledger's";
        };
    }

    static void question(JsonValue.JsonObject understood, PrintWriter out) {
        if (understood.get("question") instanceof JsonValue.JsonObject question) {
            out.println("kept: not recorded: \"" + text(question, "value") + "\": " + text(question, "problem"));
            List<String> choices = texts(question, "choices");
            if (!choices.isEmpty()) {
                out.println("  say instead: "
                        + choices.stream().map(choice -> "\"" + choice + "\"").collect(Collectors.joining(" or ")));
            }
            out.println("  " + text(question, "fix"));
        }
    }

    /// The customer is not known, and others that are known are alike.
    static boolean mayBeAnother(JsonValue.JsonObject understood) {
        return !texts(understood, "near").isEmpty();
    }

    private static List<String> texts(JsonValue.JsonObject object, String name) {
        return object.get(name) instanceof JsonValue.JsonArray(List<JsonValue> items)
                ? items.stream()
                        .map(item -> item instanceof JsonValue.JsonText(String text) ? text : "")
                        .toList()
                : List.of();
    }

    static String text(JsonValue.JsonObject object, String name) {
        return object.get(name) instanceof JsonValue.JsonText(String text) ? text : "-";
    }
}
