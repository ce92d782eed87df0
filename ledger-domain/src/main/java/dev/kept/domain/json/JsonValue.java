package dev.kept.domain.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One JSON value. Numbers keep their text, so that no digit is lost and nothing wraps.
public sealed interface JsonValue {

    /// The value's kind in words, for messages: `object`, `text`, `number`, ….
    String kind();

    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            members =
                    members instanceof OwnMembers own ? own : Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public @Nullable JsonValue get(String name) {
            return members.get(name);
        }

        @Override
        public String kind() {
            return "object";
        }
    }

    record JsonArray(List<JsonValue> items) implements JsonValue {
        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "array";
        }
    }

    record JsonText(String value) implements JsonValue {
        @Override
        public String kind() {
            return "text";
        }
    }

    /// A number as it was written.
    record JsonNumber(String text) implements JsonValue {
        @Override
        public String kind() {
            return "number";
        }
    }

    record JsonBoolean(boolean value) implements JsonValue {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    record JsonNull() implements JsonValue {
        @Override
        public String kind() {
            return "null";
        }
    }
}
