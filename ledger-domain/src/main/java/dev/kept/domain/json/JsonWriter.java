package dev.kept.domain.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes compact JSON, members in the order they are given; a member whose value is null is left out.
///
/// Written as UTF-8 at once: nearly all that is written ends as bytes, and nearly every character is one.
public final class JsonWriter {
    private static final int FIRST_BYTES = 512;
    private static final int MAX_BYTES_A_CHAR = 4;

    private byte[] out;
    private int size;
    private boolean first = true;

    public JsonWriter() {
        this(FIRST_BYTES);
    }

    /// @param bytes about as many as will be written
    public JsonWriter(int bytes) {
        out = new byte[bytes];
    }

    public static byte[] bytes(JsonValue value) {
        return written(value).toBytes();
    }

    public static String text(JsonValue value) {
        return written(value).toString();
    }

    private static JsonWriter written(JsonValue value) {
        return new JsonWriter().value(value);
    }

    public JsonWriter beginObject() {
        separate();
        append('{');
        first = true;
        return this;
    }

    public JsonWriter beginObject(String name) {
        name(name);
        append('{');
        first = true;
        return this;
    }

    public JsonWriter endObject() {
        append('}');
        first = false;
        return this;
    }

    public JsonWriter beginArray(String name) {
        name(name);
        append('[');
        first = true;
        return this;
    }

    public JsonWriter beginArray() {
        separate();
        append('[');
        first = true;
        return this;
    }

    public JsonWriter endArray() {
        append(']');
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
            append(value.toString());
        }
        return this;
    }

    public JsonWriter member(String name, @Nullable Boolean value) {
        if (value != null) {
            name(name);
            append(value.toString());
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
                append('{');
                first = true;
                members.forEach(this::member);
                append('}');
            }
            case JsonValue.JsonArray(var items) -> {
                append('[');
                first = true;
                items.forEach(this::value);
                append(']');
            }
            case JsonValue.JsonText(String text) -> quote(text);
            case JsonValue.JsonNumber(String text) -> append(text);
            case JsonValue.JsonBoolean(boolean bool) -> append(Boolean.toString(bool));
            case JsonValue.JsonNull() -> append("null");
        }
        first = false;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(out, size);
    }

    @Override
    public String toString() {
        return new String(out, 0, size, StandardCharsets.UTF_8);
    }

    private void name(String name) {
        separate();
        quote(name);
        append(':');
    }

    private void separate() {
        if (!first) {
            append(',');
        }
        first = false;
    }

    private void append(char ascii) {
        reserve(1);
        out[size++] = (byte) ascii;
    }

    private void append(String text) {
        for (int i = 0; i < text.length(); i++) {
            append(text.charAt(i));
        }
    }

    /// Nearly every text is ASCII that stands as it is.
    private void quote(String text) {
        int length = text.length();
        reserve(length + 2);
        byte[] target = out;
        int at = size;
        target[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
                size = at;
                quoteFrom(text, i);
                return;
            }
            target[at++] = (byte) c;
        }
        target[at++] = '"';
        size = at;
    }

    private void quoteFrom(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                escape(c);
            } else {
                i = unescaped(text, i);
            }
        }
        append('"');
    }

    /// One character in UTF-8; half of one becomes a question mark, as everywhere else in Java.
    ///
    /// @return where it ends
    private int unescaped(String text, int at) {
        char c = text.charAt(at);
        reserve(MAX_BYTES_A_CHAR);
        if (c < 0x80) {
            out[size++] = (byte) c;
        } else if (c < 0x800) {
            out[size++] = (byte) (0xc0 | c >> 6);
            out[size++] = (byte) (0x80 | c & 0x3f);
        } else if (!Character.isSurrogate(c)) {
            out[size++] = (byte) (0xe0 | c >> 12);
            out[size++] = (byte) (0x80 | c >> 6 & 0x3f);
            out[size++] = (byte) (0x80 | c & 0x3f);
        } else if (Character.isHighSurrogate(c)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1))) {
            int code = Character.toCodePoint(c, text.charAt(at + 1));
            out[size++] = (byte) (0xf0 | code >> 18);
            out[size++] = (byte) (0x80 | code >> 12 & 0x3f);
            out[size++] = (byte) (0x80 | code >> 6 & 0x3f);
            out[size++] = (byte) (0x80 | code & 0x3f);
            return at + 1;
        } else {
            out[size++] = '?';
        }
        return at;
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> append("\\\"");
            case '\\' -> append("\\\\");
            case '\n' -> append("\\n");
            case '\r' -> append("\\r");
            case '\t' -> append("\\t");
            default -> append(String.format("\\u%04x", (int) c));
        }
    }

    private void reserve(int bytes) {
        if (out.length - size < bytes) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + bytes));
        }
    }
}
