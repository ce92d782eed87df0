package dev.kept.domain.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads exactly one JSON value (RFC 8259) and refuses what attackers and sloppy writers send: duplicate keys, NUL,
/// lone surrogates, bad UTF-8, depth above 32, strings above 4,096 UTF-8 bytes (by default), numbers above 38 digits.
public final class JsonReader {
    public static final int MAX_DEPTH = 32;
    public static final int MAX_STRING_BYTES = 4096;
    public static final int MAX_NUMBER_DIGITS = 38;
    /// What to do about a text above [#MAX_STRING_BYTES].
    public static final String TOO_LONG_FIX =
            "shorten it to " + MAX_STRING_BYTES + " bytes, or keep it elsewhere and say where it lies";

    private static final int MAX_SHOWN = 60;
    private static final char REPLACEMENT = '\ufffd';
    private static final int FIRST_NOT_ASCII = 0x80;

    private final String text;
    private final int maxStringBytes;
    private int at;
    /// The member whose value is being read.
    private @Nullable String member;

    private JsonReader(String text, int maxStringBytes) {
        this.text = text;
        this.maxStringBytes = maxStringBytes;
    }

    public static JsonValue read(byte[] utf8) {
        return read(decode(utf8));
    }

    public static JsonValue read(String text) {
        return new JsonReader(text, MAX_STRING_BYTES).document();
    }

    /// For documents that we wrote ourselves or that a person chose, where long strings are no attack.
    public static JsonValue readTrusted(byte[] utf8) {
        return new JsonReader(decode(utf8), Integer.MAX_VALUE).document();
    }

    /// The texts among the members of an object that we wrote ourselves, by their names.
    public static Map<String, String> readTexts(byte[] utf8) {
        return new JsonReader(decode(utf8), Integer.MAX_VALUE).texts();
    }

    /// Bad UTF-8 shows as the character that stands for it, and only then is it looked at closely.
    private static String decode(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(utf8);
    }

    private static String decodeStrictly(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new JsonException("not valid UTF-8", 0);
        }
    }

    private JsonValue document() {
        skipSpace();
        JsonValue value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw fault("something follows the end of the JSON value");
        }
        return value;
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        skipSpace();
        if (!accept('{')) {
            throw fault("no object");
        }
        skipSpace();
        if (!accept('}')) {
            do {
                skipSpace();
                int nameAt = at;
                String name = name();
                if (at < text.length() && text.charAt(at) == '"') {
                    if (texts.put(name, string()) != null) {
                        throw new JsonException("the member " + shown(name) + " stands twice", nameAt);
                    }
                } else {
                    value(1);
                }
                skipSpace();
            } while (accept(','));
            if (!accept('}')) {
                throw fault("a comma or } is missing");
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw fault("something follows the end of the JSON value");
        }
        return texts;
    }

    /// The name of a member, and what stands between it and the value.
    private String name() {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw fault("a member name in quotes is missing");
        }
        String name = string();
        skipSpace();
        if (!accept(':')) {
            throw fault("a colon is missing after " + shown(name));
        }
        skipSpace();
        return name;
    }

    private JsonValue value(int depth) {
        if (at >= text.length()) {
            throw fault("the text ends where a value should stand");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new JsonValue.JsonText(string());
            case 't' -> literal("true", new JsonValue.JsonBoolean(true));
            case 'f' -> literal("false", new JsonValue.JsonBoolean(false));
            case 'n' -> literal("null", new JsonValue.JsonNull());
            default -> {
                if (c == '-' || isDigit(c)) {
                    yield number();
                }
                throw fault("unexpected character " + printable(c));
            }
        };
    }

    private JsonValue object(int depth) {
        enter(depth);
        Map<String, JsonValue> members = new LinkedHashMap<>();
        skipSpace();
        if (accept('}')) {
            return new JsonValue.JsonObject(new OwnMembers(members));
        }
        String outer = member;
        while (true) {
            skipSpace();
            int nameAt = at;
            member = null;
            String name = name();
            member = name;
            JsonValue value = value(depth + 1);
            member = outer;
            if (members.put(name, value) != null) {
                throw new JsonException("the member " + shown(name) + " stands twice", nameAt);
            }
            skipSpace();
            if (accept('}')) {
                return new JsonValue.JsonObject(new OwnMembers(members));
            }
            if (!accept(',')) {
                throw fault("a comma or } is missing");
            }
        }
    }

    /// @param depth how many objects and arrays are open already
    private void enter(int depth) {
        if (depth >= MAX_DEPTH) {
            throw fault("nested deeper than " + MAX_DEPTH);
        }
        at++;
    }

    private JsonValue array(int depth) {
        enter(depth);
        List<JsonValue> items = new ArrayList<>();
        skipSpace();
        if (accept(']')) {
            return new JsonValue.JsonArray(items);
        }
        while (true) {
            skipSpace();
            items.add(value(depth + 1));
            skipSpace();
            if (accept(']')) {
                return new JsonValue.JsonArray(items);
            }
            if (!accept(',')) {
                throw fault("a comma or ] is missing");
            }
        }
    }

    private String string() {
        int start = at;
        at++;
        int plainFrom = at;
        StringBuilder built = null;
        int bits = 0;
        while (true) {
            if (at >= text.length()) {
                throw new JsonException("a text is not closed", start);
            }
            char c = text.charAt(at);
            if (c == '"') {
                String plain = text.substring(plainFrom, at);
                String result = built == null ? plain : built.append(plain).toString();
                at++;
                if (built == null && bits < FIRST_NOT_ASCII) {
                    checkLength(result.length(), start);
                } else {
                    checkString(result, start);
                }
                return result;
            }
            if (c < 0x20) {
                throw fault("unescaped control character " + printable(c));
            }
            bits |= c;
            if (c == '\\') {
                built = built == null ? new StringBuilder() : built;
                built.append(text, plainFrom, at);
                at++;
                built.append(escape());
                plainFrom = at;
            } else {
                at++;
            }
        }
    }

    private char escape() {
        if (at >= text.length()) {
            throw fault("the text ends in an escape");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++, at++) {
                    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                    if (digit < 0 || text.charAt(at) > 'f') {
                        throw fault("\\u needs four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw fault("unknown escape \\" + printable(c));
        };
    }

    private void checkString(String value, int start) {
        int bytes = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                throw new JsonException("a text holds NUL", start);
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                bytes += 4;
            } else if (Character.isSurrogate(c)) {
                throw new JsonException("a text holds a lone surrogate", start);
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        checkLength(bytes, start);
    }

    private void checkLength(int bytes, int start) {
        if (bytes > maxStringBytes) {
            throw new JsonException(
                    (member == null ? "" : shown(member) + ": ") + "a text of " + bytes + " bytes is longer than "
                            + maxStringBytes,
                    start,
                    member == null ? null : member.length() > MAX_SHOWN ? member.substring(0, MAX_SHOWN) : member);
        }
    }

    private JsonValue number() {
        int start = at;
        accept('-');
        if (accept('0')) {
            if (at < text.length() && isDigit(text.charAt(at))) {
                throw new JsonException("a number has a leading zero", start);
            }
        } else {
            digits("a number needs digits");
        }
        if (accept('.')) {
            digits("a number needs digits after the point");
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            int exponentAt = at;
            digits("an exponent needs digits");
            if (at - exponentAt > 3) {
                throw new JsonException("an exponent has more than 3 digits", start);
            }
        }
        String number = text.substring(start, at);
        if (number.chars().filter(Character::isDigit).count() > MAX_NUMBER_DIGITS) {
            throw new JsonException("a number has more than " + MAX_NUMBER_DIGITS + " digits", start);
        }
        return new JsonValue.JsonNumber(number);
    }

    private void digits(String message) {
        int start = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw fault(message);
        }
    }

    private JsonValue literal(String word, JsonValue value) {
        if (!text.startsWith(word, at)) {
            throw fault("unknown word");
        }
        at += word.length();
        return value;
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String shown(String name) {
        return '"' + (name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "…" : name) + '"';
    }

    private static String printable(char c) {
        return c > 0x20 && c < 0x7f ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }

    private JsonException fault(String message) {
        return new JsonException(message, at);
    }
}
