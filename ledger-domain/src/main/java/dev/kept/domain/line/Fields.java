package dev.kept.domain.line;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Money;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object, read as what they should be; what is wrong is said by field, value and fix.
final class Fields {
    private static final int MIN_YEAR = 1970;
    private static final int MAX_YEAR = 2200;
    private static final Instant FIRST = Instant.parse(MIN_YEAR + "-01-01T00:00:00Z");
    private static final Instant END = Instant.parse(MAX_YEAR + 1 + "-01-01T00:00:00Z");

    private final JsonValue.JsonObject object;
    private final String prefix;
    private final boolean stored;

    private Fields(JsonValue.JsonObject object, String prefix, boolean stored) {
        this.object = object;
        this.prefix = prefix;
        this.stored = stored;
    }

    /// What somebody sends: every value is checked.
    static Fields sent(JsonValue.JsonObject object) {
        return new Fields(object, "", false);
    }

    /// What the log holds: it was checked when it was recorded, and stays readable even if the checks grow stricter.
    static Fields stored(JsonValue.JsonObject object) {
        return new Fields(object, "", true);
    }

    Fields inner(JsonValue.JsonObject member, String name) {
        return new Fields(member, name(name) + ".", stored);
    }

    boolean isStored() {
        return stored;
    }

    @Nullable JsonValue value(String name) {
        return object.get(name);
    }

    boolean has(String name) {
        JsonValue value = object.get(name);
        return value != null && !(value instanceof JsonValue.JsonNull);
    }

    /// Present, even if null: `"with": null` is a strike.
    boolean mentions(String name) {
        return object.get(name) != null;
    }

    Map<String, JsonValue> members() {
        return object.members();
    }

    String name(String name) {
        return prefix + name;
    }

    @Nullable String text(String name) {
        JsonValue value = object.get(name);
        return switch (value) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonText(String text) -> {
                checkText(name, text);
                yield text;
            }
            default ->
                throw fault(
                        RefusalCode.BAD_FIELD,
                        name,
                        name(name) + " is a " + value.kind() + ", expected text",
                        "write it in quotes");
        };
    }

    void checkText(String name, String text) {
        if (!stored) {
            Characters.checkText(name(name), text);
        }
    }

    String requiredText(String name, String example) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw missing(name, example);
        }
        return text;
    }

    /// A name that people and systems refer to: printable, bounded, no tricks with direction.
    @Nullable String identifier(String name) {
        String text = text(name);
        if (text != null && !stored) {
            Characters.checkIdentifier(name(name), text);
        }
        return text;
    }

    String requiredIdentifier(String name, String example) {
        String text = identifier(name);
        if (text == null) {
            throw missing(name, example);
        }
        return text;
    }

    @Nullable Instant instant(String name) {
        String text = text(name);
        return text == null ? null : parseInstant(name, text);
    }

    Instant parseInstant(String name, String text) {
        try {
            return checkYear(name, UtcTime.parse(text));
        } catch (DateTimeException _) {
            throw TimeFault.of(this, name, text);
        }
    }

    Instant checkYear(String name, Instant instant) {
        if (!stored && (instant.isBefore(FIRST) || !instant.isBefore(END))) {
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            throw fault(
                    RefusalCode.BAD_TIME,
                    name,
                    "the year " + year + " is outside " + MIN_YEAR + " to " + MAX_YEAR,
                    "give a time within those years");
        }
        return instant;
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        String all = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw fault(RefusalCode.BAD_FIELD, name, "unknown value of " + name(name), "use one of: " + all);
    }

    @Nullable Boolean bool(String name) {
        JsonValue value = object.get(name);
        return switch (value) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonBoolean(boolean bool) -> bool;
            default ->
                throw fault(
                        RefusalCode.BAD_FIELD,
                        name,
                        name(name) + " is a " + value.kind() + ", expected true or false",
                        "write true or false without quotes");
        };
    }

    /// A decimal given as text or as a number; never a float.
    @Nullable BigDecimal decimal(String name, RefusalCode code, String example) {
        JsonValue value = object.get(name);
        String text = switch (value) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonText(String written) -> written;
            case JsonValue.JsonNumber(String written) -> written;
            default -> throw fault(code, name, name(name) + " is a " + value.kind(), "write it like " + example);
        };
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,38}(\\.[0-9]{1,37})?") || digits(text) > 38) {
            throw fault(code, name, "not a plain decimal of at most 38 digits", "write it like " + example);
        }
        return new BigDecimal(text);
    }

    private static long digits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count();
    }

    @Nullable Money money(String amountName, String currencyName) {
        JsonValue value = object.get(amountName);
        if (value instanceof JsonValue.JsonNumber) {
            throw fault(
                    RefusalCode.BAD_AMOUNT,
                    amountName,
                    "an amount written as a number can lose digits",
                    "write it as text, like \"440.00\"");
        }
        BigDecimal amount = decimal(amountName, RefusalCode.BAD_AMOUNT, "\"440.00\"");
        if (amount == null) {
            if (has(currencyName)) {
                throw fault(
                        RefusalCode.BAD_AMOUNT,
                        currencyName,
                        "a currency without an amount",
                        "add \"" + amountName + "\": \"440.00\" or leave the currency out");
            }
            return null;
        }
        if (amount.signum() < 0) {
            throw fault(
                    RefusalCode.BAD_AMOUNT,
                    amountName,
                    "the amount is negative",
                    "write an amount of 0 or more, like \"440.00\"");
        }
        String currency = text(currencyName);
        if (currency == null) {
            throw fault(
                    RefusalCode.BAD_AMOUNT,
                    currencyName,
                    "the amount has no currency",
                    "add \"" + currencyName + "\": \"EUR\"");
        }
        try {
            return new Money(amount, Currency.getInstance(currency));
        } catch (IllegalArgumentException _) {
            throw fault(
                    RefusalCode.BAD_AMOUNT,
                    currencyName,
                    "unknown currency",
                    "use an ISO 4217 code such as EUR or USD");
        }
    }

    @Nullable Delivery delivery() {
        if (has("fraction")) {
            if (has("quantity") || has("unit")) {
                throw fault(
                        RefusalCode.BAD_QUANTITY,
                        "fraction",
                        "a share and a quantity are given, and only one can count",
                        "give either \"fraction\", or \"quantity\" with \"unit\"");
            }
            BigDecimal fraction = decimal("fraction", RefusalCode.BAD_QUANTITY, "\"0.6\"");
            if (fraction == null || fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
                throw fault(
                        RefusalCode.BAD_QUANTITY,
                        "fraction",
                        "the share is outside 0 to 1",
                        "write the cumulative share, like \"0.6\"");
            }
            return new Delivery.Share(fraction);
        }
        BigDecimal quantity = decimal("quantity", RefusalCode.BAD_QUANTITY, "\"12\"");
        if (quantity == null) {
            if (has("unit")) {
                throw missing("quantity", "\"12\"");
            }
            return null;
        }
        if (quantity.signum() < 0) {
            throw fault(
                    RefusalCode.BAD_QUANTITY,
                    "quantity",
                    "the quantity is negative",
                    "write the cumulative quantity, like \"12\"");
        }
        return new Delivery.Quantity(quantity, requiredText("unit", "\"pieces\""));
    }

    FactTarget target() {
        JsonValue value = object.get("target");
        return switch (value) {
            case JsonValue.JsonText(String id) -> new FactTarget.ById(id);
            case JsonValue.JsonObject key -> {
                Fields fields = inner(key, "target");
                fields.onlyKey();
                yield new FactTarget.ByKey(new IdempotencyKey(
                        fields.requiredIdentifier("source", "\"erp\""),
                        fields.requiredIdentifier("id", "\"10248-made\"")));
            }
            case null, default ->
                throw missing("target", "a fact id, or {\"source\":\"erp\",\"id\":\"10248-shipped\"}");
        };
    }

    private void onlyKey() {
        for (String member : object.members().keySet()) {
            if (!member.equals("source") && !member.equals("id")) {
                throw fault(
                        RefusalCode.UNKNOWN_FIELD,
                        member,
                        "unknown field " + name(member),
                        "name the fact by its id, or by {\"source\":…,\"id\":…}");
            }
        }
    }

    Fields nested(String name) {
        if (object.get(name) instanceof JsonValue.JsonObject member) {
            return inner(member, name);
        }
        throw fault(RefusalCode.BAD_FIELD, name, name(name) + " is no object", "write it in braces: {…}");
    }

    /// Free members of one object: name to text, or to a decimal for numbers.
    Map<String, Object> free(String name, int max) {
        return has(name) ? FreeMembers.of(this, name, max) : Map.of();
    }

    LineFault missing(String name, String example) {
        return new LineFault(
                RefusalCode.MISSING_FIELD,
                name(name),
                null,
                name(name) + " is missing",
                "add \"" + name + "\": " + example);
    }

    LineFault fault(RefusalCode code, String name, String message, String fix) {
        JsonValue value = object.get(name);
        String shown = switch (value) {
            case null -> null;
            case JsonValue.JsonText(String text) -> text;
            default -> JsonWriter.text(value);
        };
        return new LineFault(code, name(name), shown, message, fix);
    }
}
