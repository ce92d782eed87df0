package dev.kept.domain.line;

import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// Members that mean something to their source alone; kept as they were sent.
final class FreeMembers {
    private FreeMembers() {}

    static Map<String, Object> of(Fields parent, String name, int max) {
        Fields inner = parent.nested(name);
        Map<String, Object> free = new LinkedHashMap<>();
        for (String member : inner.members().keySet()) {
            put(inner, free, member);
        }
        if (!parent.isStored() && free.size() > max) {
            throw parent.fault(
                    RefusalCode.BAD_FIELD,
                    name,
                    parent.name(name) + " has " + free.size() + " members, at most " + max + " are kept",
                    "send fewer");
        }
        return free;
    }

    /// Keeps one member as it was sent; null keeps nothing.
    static void put(Fields fields, Map<String, Object> free, String name) {
        if (!fields.isStored()) {
            Characters.checkIdentifier(fields.name(name), name);
        }
        switch (fields.value(name)) {
            case null -> {}
            case JsonValue.JsonNull() -> {}
            case JsonValue.JsonText(String text) -> {
                fields.checkText(name, text);
                free.put(name, text);
            }
            case JsonValue.JsonNumber(String text) -> free.put(name, decimal(fields, name, text));
            case JsonValue.JsonBoolean(boolean bool) -> free.put(name, Boolean.toString(bool));
            case JsonValue.JsonObject value -> throw notFlat(fields, name, value);
            case JsonValue.JsonArray value -> throw notFlat(fields, name, value);
        }
    }

    /// As it is written out in full; an exponent may not stand for more digits than a number may have.
    private static BigDecimal decimal(Fields fields, String name, String text) {
        BigDecimal decimal = new BigDecimal(text);
        int before = Math.max(1, decimal.precision() - decimal.scale());
        int after = Math.max(0, decimal.scale());
        if (before + after > JsonReader.MAX_NUMBER_DIGITS) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    name,
                    fields.name(name) + " has more than " + JsonReader.MAX_NUMBER_DIGITS + " digits when written out",
                    "write it as text, in quotes");
        }
        return decimal.setScale(after);
    }

    private static LineFault notFlat(Fields fields, String name, JsonValue value) {
        return fields.fault(
                RefusalCode.UNKNOWN_FIELD,
                name,
                fields.name(name) + " is an " + value.kind()
                        + ", and only text, numbers and true or false can be kept here",
                "flatten it, or leave it out");
    }
}
