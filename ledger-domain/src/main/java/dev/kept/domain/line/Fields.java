package dev.kept.domain.line;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Money;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The members of one JSON object, read as what they should be; what is wrong is said by field, value and fix.
final class Fields {
    private static final int MIN_YEAR = 1970;
    private static final int MAX_YEAR = 2200;

    private final JsonValue.JsonObject object;
    private final String prefix;

    Fields(JsonValue.JsonObject object) {
        this(object, "");
    }

    private Fields(JsonValue.JsonObject object, String prefix) {
        this.object = object;
        this.prefix = prefix;
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
                Characters.checkText(name(name), text);
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
        if (text != null) {
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

    private Instant parseInstant(String name, String text) {
        try {
            return checkYear(name, text, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw fault(
                    RefusalCode.BAD_TIME,
                    name,
                    "not an RFC 3339 time with offset",
                    "write it like 2026-11-30T17:00:00Z or 2026-11-30T18:00:00+01:00");
        }
    }

    private Instant checkYear(String name, String text, Instant instant) {
        int year = instant.atOffset(java.time.ZoneOffset.UTC).getYear();
        if (year < MIN_YEAR || year > MAX_YEAR) {
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

    @Nullable Due due(String name) {
        JsonValue value = object.get(name);
        return switch (value) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonText(String text) -> new Due.At(parseInstant(name, text));
            case JsonValue.JsonObject form -> new Fields(form, name(name) + ".").dueForm(name, this);
            default -> throw unresolvable(name);
        };
    }

    Due requiredDue(String name) {
        Due due = due(name);
        if (due == null) {
            throw missing(name, "\"2026-11-30T17:00:00Z\" or {\"on\":\"2026-11-30\",\"zone\":\"Europe/Berlin\"}");
        }
        return due;
    }

    private Due dueForm(String name, Fields parent) {
        if (has("on")) {
            onlyMembers(parent, name, "on", "zone");
            return new Due.EndOfDay(localDate("on"), requiredZone());
        }
        if (has("from") && has("to")) {
            onlyMembers(parent, name, "from", "to", "zone");
            if (has("zone")) {
                return new Due.LocalWindow(localDateTime("from"), localDateTime("to"), requiredZone());
            }
            Instant from = parseInstant("from", requiredText("from", "2026-11-30T09:00:00Z"));
            Instant to = parseInstant("to", requiredText("to", "2026-11-30T11:00:00Z"));
            return new Due.Window(from, to);
        }
        throw parent.unresolvable(name);
    }

    private void onlyMembers(Fields parent, String name, String... known) {
        for (String member : object.members().keySet()) {
            if (!Arrays.asList(known).contains(member)) {
                throw parent.unresolvable(name);
            }
        }
    }

    private LineFault unresolvable(String name) {
        return fault(
                RefusalCode.DUE_UNRESOLVABLE,
                name,
                "this due date is in no form that can be resolved",
                "give an instant (\"2026-11-30T17:00:00Z\"), a local day ({\"on\":\"2026-11-30\",\"zone\":\"Europe/Berlin\"})"
                        + " or a window ({\"from\":\"2026-11-30T09:00:00Z\",\"to\":\"2026-11-30T11:00:00Z\"})");
    }

    private LocalDate localDate(String name) {
        String text = requiredText(name, "2026-11-30");
        try {
            LocalDate date = LocalDate.parse(text);
            checkYear(name, text, date.atStartOfDay(java.time.ZoneOffset.UTC).toInstant());
            return date;
        } catch (DateTimeException _) {
            throw fault(RefusalCode.BAD_TIME, name, "not a calendar day", "write it like 2026-11-30");
        }
    }

    private LocalDateTime localDateTime(String name) {
        String text = requiredText(name, "2026-11-30T09:00");
        try {
            LocalDateTime time = LocalDateTime.parse(text);
            checkYear(name, text, time.toInstant(java.time.ZoneOffset.UTC));
            return time;
        } catch (DateTimeException _) {
            throw fault(
                    RefusalCode.BAD_TIME,
                    name,
                    "not a local time",
                    "beside a zone, write it without offset, like 2026-11-30T09:00");
        }
    }

    private ZoneId requiredZone() {
        String text = text("zone");
        if (text == null) {
            throw new LineFault(
                    RefusalCode.BAD_ZONE,
                    name("zone"),
                    null,
                    "the local time has no zone",
                    "add \"zone\": \"Europe/Berlin\"");
        }
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw fault(
                    RefusalCode.BAD_ZONE,
                    "zone",
                    "no zone of the time-zone database",
                    "use a name such as Europe/Berlin or UTC");
        }
        return ZoneId.of(text);
    }

    @Nullable Delivery delivery() {
        if (has("fraction")) {
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
                Fields fields = new Fields(key, name("target."));
                yield new FactTarget.ByKey(new IdempotencyKey(
                        fields.requiredIdentifier("source", "\"erp\""),
                        fields.requiredIdentifier("id", "\"10248-made\"")));
            }
            case null, default ->
                throw missing("target", "a fact id, or {\"source\":\"erp\",\"id\":\"10248-shipped\"}");
        };
    }

    Fields nested(String name) {
        if (object.get(name) instanceof JsonValue.JsonObject inner) {
            return new Fields(inner, name(name) + ".");
        }
        throw fault(RefusalCode.BAD_FIELD, name, name(name) + " is no object", "write it in braces: {…}");
    }

    /// Free members: name to text, or to a decimal for numbers.
    Map<String, Object> free(String name, int max) {
        if (!has(name)) {
            return Map.of();
        }
        Fields inner = nested(name);
        if (inner.object.members().size() > max) {
            throw fault(
                    RefusalCode.BAD_FIELD,
                    name,
                    name(name) + " has " + inner.object.members().size() + " members, at most " + max + " are kept",
                    "send fewer");
        }
        Map<String, Object> free = new LinkedHashMap<>();
        inner.object.members().forEach((member, value) -> {
            Characters.checkText(inner.name(member), member);
            switch (value) {
                case JsonValue.JsonText(String text) -> free.put(member, text);
                case JsonValue.JsonNumber(String text) -> free.put(member, new BigDecimal(text));
                case JsonValue.JsonBoolean(boolean bool) -> free.put(member, Boolean.toString(bool));
                case JsonValue.JsonNull() -> {}
                default ->
                    throw inner.fault(
                            RefusalCode.BAD_FIELD,
                            member,
                            inner.name(member) + " is a " + value.kind() + ", expected text or a number",
                            "flatten it");
            }
        });
        return free;
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
