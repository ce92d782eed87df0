package dev.kept.domain.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes compact JSON, members in the order they are given; a member whose value is null is left out.
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder(256);
    private boolean first = true;

    public static byte[] bytes(JsonValue value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    public static String text(JsonValue value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    public JsonWriter beginObject() {
        separate();
        out.append('{');
        first = true;
        return this;
    }

    public JsonWriter beginObject(String name) {
        name(name);
        out.append('{');
        first = true;
        return this;
    }

    public JsonWriter endObject() {
        out.append('}');
        first = false;
        return this;
    }

    public JsonWriter beginArray(String name) {
        name(name);
        out.append('[');
        first = true;
        return this;
    }

    public JsonWriter beginArray() {
        separate();
        out.append('[');
        first = true;
        return this;
    }

    public JsonWriter endArray() {
        out.append(']');
        first = false;
        return this;
    }

    public JsonWriter member(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    public JsonWriter member(String name, @Nullable Long value) {
        if (value != null) {
            name(name);
            out.append(value.longValue());
        }
        return this;
    }

    public JsonWriter member(String name, @Nullable Boolean value) {
        if (value != null) {
            name(name);
            out.append(value.booleanValue());
        }
        return this;
    }

    public JsonWriter member(String name, @Nullable JsonValue value) {
        if (value != null) {
            name(name);
            first = true;
            value(value);
            first = false;
        }
        return this;
    }

    /// One item of an array.
    public JsonWriter value(JsonValue value) {
        separate();
        switch (value) {
            case JsonValue.JsonObject(Map<String, JsonValue> members) -> {
                out.append('{');
                first = true;
                members.forEach(this::member);
                out.append('}');
            }
            case JsonValue.JsonArray(var items) -> {
                out.append('[');
                first = true;
                items.forEach(this::value);
                out.append(']');
            }
            case JsonValue.JsonText(String text) -> quote(text);
            case JsonValue.JsonNumber(String text) -> out.append(text);
            case JsonValue.JsonBoolean(boolean bool) -> out.append(bool);
            case JsonValue.JsonNull() -> out.append("null");
        }
        first = false;
        return this;
    }

    public byte[] toBytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void name(String name) {
        separate();
        quote(name);
        out.append(':');
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    /// Nearly every text stands as it is, and is copied at once.
    private void quote(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.append(text, plain, i);
                plain = i + 1;
                escape(c);
            }
        }
        if (plain == 0) {
            out.append(text);
        } else {
            out.append(text, plain, text.length());
        }
        out.append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }
}
