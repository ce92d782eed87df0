package dev.kept.domain.scoring;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNull;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object, read by name and kind; every refusal names the path, the value and the fix.
final class Members {
    private final String path;
    private final JsonObject object;
    private final Set<String> read = new HashSet<>();

    private Members(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    static Members of(String path, JsonValue value) {
        if (value instanceof JsonObject object) {
            return new Members(path, object);
        }
        throw Bounds.refused(path.isEmpty() ? "the document" : path, shown(value), "an object {…} is needed");
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// The member, or null if it is missing or JSON's null.
    @Nullable JsonValue optional(String name) {
        read.add(name);
        JsonValue value = object.get(name);
        return value instanceof JsonNull ? null : value;
    }

    Members object(String name) {
        return of(path(name), required(name, "an object {…}"));
    }

    JsonArray array(String name) {
        JsonValue value = required(name, "an array […]");
        if (value instanceof JsonArray array) {
            return array;
        }
        throw Bounds.refused(path(name), shown(value), "an array […] is needed");
    }

    String text(String name) {
        return text(name, required(name, "a text"));
    }

    @Nullable String optionalText(String name) {
        JsonValue value = optional(name);
        return value == null ? null : text(name, value);
    }

    long number(String name) {
        return whole(path(name), required(name, "a whole number"));
    }

    @Nullable Long optionalNumber(String name) {
        JsonValue value = optional(name);
        return value == null ? null : whole(path(name), value);
    }

    int integer(String name) {
        long value = number(name);
        Bounds.within(path(name), value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return (int) value;
    }

    void refuseUnread() {
        for (String name : object.members().keySet()) {
            if (!read.contains(name)) {
                throw new IllegalArgumentException(path(name) + " is unknown; known here are "
                        + read.stream().sorted().toList() + ", correct or remove it");
            }
        }
    }

    static long whole(String path, JsonValue value) {
        if (value instanceof JsonNumber(String text)) {
            try {
                return new BigDecimal(text).longValueExact();
            } catch (ArithmeticException _) {
                throw Bounds.refused(path, text, "a whole number within 64 bits is needed");
            }
        }
        throw Bounds.refused(path, shown(value), "a whole number is needed");
    }

    static String shown(JsonValue value) {
        String text = JsonWriter.text(value);
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private String text(String name, JsonValue value) {
        if (value instanceof JsonText(String text)) {
            return text;
        }
        throw Bounds.refused(path(name), shown(value), "a text in quotes is needed");
    }

    private JsonValue required(String name, String kind) {
        JsonValue value = optional(name);
        if (value == null) {
            throw Bounds.refused(path(name), "missing", "give " + kind);
        }
        return value;
    }
}
