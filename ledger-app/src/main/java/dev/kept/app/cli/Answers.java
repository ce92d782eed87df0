package dev.kept.app.cli;

import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a ledger has answered, for people to read.
final class Answers {
    private Answers() {}

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A member as text; `-` where there is none.
    static String text(JsonObject object, String name) {
        return text(object.get(name));
    }

    static String text(@Nullable JsonValue value) {
        return switch (value) {
            case JsonValue.JsonText(String text) -> text;
            case JsonValue.JsonNumber(String number) -> number;
            case null, default -> "-";
        };
    }

    static List<JsonObject> objects(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray(List<JsonValue> items)
                ? items.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    /// Says what is wrong and what to do.
    ///
    /// @return whether the ledger did what it was asked to
    static boolean isWell(RemoteLedger.Reply reply, PrintWriter err) {
        if (reply.status() < 300) {
            return true;
        }
        problem(reply.body(), err);
        return false;
    }

    static void problem(JsonObject problem, PrintWriter err) {
        err.println("kept: " + text(problem, "detail") + " [" + text(problem, "field") + " = " + text(problem, "value")
                + "]; " + text(problem, "fix"));
        err.flush();
    }
}
