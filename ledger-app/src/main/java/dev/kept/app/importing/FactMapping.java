package dev.kept.app.importing;

import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One fact that a row may report.
///
/// @param when all must hold
record FactMapping(FactType type, List<Condition> when, Map<String, Value> fields) {
    private static final List<String> COMMITMENT = List.of("commitment");
    private static final Map<FactType, List<List<String>>> REQUIRED = Map.of(
            FactType.MADE, List.of(COMMITMENT, List.of("customer"), List.of("due")),
            FactType.PARTLY_MET, List.of(COMMITMENT, List.of("fraction", "quantity")),
            FactType.EXTENSION_REQUESTED, List.of(COMMITMENT, List.of("due", "newDue")),
            FactType.RENEGOTIATED, List.of(COMMITMENT, List.of("newDue", "due")),
            FactType.RESOLVED, List.of(COMMITMENT, List.of("finding")),
            FactType.CONFIRMED, List.of(COMMITMENT, List.of("target")),
            FactType.CORRECTED, List.of(COMMITMENT, List.of("target")));
    /// What the ledger would put in the place of a field that is mapped and comes out empty.
    private static final List<String> MADE_UP = List.of("at", "id");
    private static final String MAY_LACK =
            "give it, or write \"default\" or \"optional: true\" beside its column in the mapping; ";
    private static final String MUST_NOT_LACK =
            "give it, or \"default\" beside its column in the mapping, or let \"when\" pass it over";

    /// Fields without which a fact of this type is refused; of an inner list one is enough.
    static List<List<String>> required(FactType type) {
        return REQUIRED.getOrDefault(type, List.of(COMMITMENT));
    }

    boolean appliesTo(Row row) {
        return when.stream().allMatch(condition -> condition.holds(row));
    }

    /// The fact line, UTF-8.
    byte[] line(Row row) {
        return JsonWriter.bytes(fact(row));
    }

    /// Throws [RowFault] where a cell is not what the mapping says it is, or is empty and must not be.
    JsonValue.JsonObject fact(Row row) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("type", new JsonValue.JsonText(type.wireName()));
        fields.forEach((name, value) -> {
            JsonValue json = value.of(row);
            if (json != null) {
                members.put(name, json);
            }
        });
        for (String name : MADE_UP) {
            Value value = fields.get(name);
            if (value != null && !value.isOptional() && !members.containsKey(name)) {
                throw missing(name, row, MAY_LACK + instead(name));
            }
        }
        for (List<String> oneOf : required(type)) {
            if (oneOf.stream().noneMatch(members::containsKey)) {
                String name =
                        oneOf.stream().filter(fields::containsKey).findFirst().orElse(oneOf.getFirst());
                throw missing(name, row, MUST_NOT_LACK);
            }
        }
        return new JsonValue.JsonObject(members);
    }

    /// A refusal of this mapping's fact, with the columns that the field comes from.
    Refusal traced(Refusal refusal, Row row) {
        Value value = fields.get(refusal.field().split("\\.")[0]);
        if (value == null || value.columns().isEmpty()) {
            return refusal;
        }
        return new Refusal(
                refusal.code(),
                refusal.field(),
                refusal.value(),
                refusal.message() + "; it comes from " + shown(value.columns()) + row.place(),
                refusal.fix());
    }

    private static String shown(List<String> columns) {
        return columns.stream().map(column -> "{" + column + "}").collect(Collectors.joining(", "));
    }

    private static String instead(String name) {
        return name.equals("at")
                ? "without a time a fact happens when it is recorded"
                : "without an id a fact is named by its content";
    }

    private RowFault missing(String name, Row row, String fix) {
        Value value = fields.get(name);
        List<String> columns = value == null ? List.of() : value.columns();
        List<String> empty =
                columns.stream().filter(column -> row.cell(column).isEmpty()).toList();
        return new RowFault(
                RefusalCode.MISSING_FIELD,
                empty.isEmpty() ? name : empty.getFirst(),
                null,
                name + " of the " + type.wireName() + " fact is missing"
                        + (empty.isEmpty()
                                ? ""
                                : ": " + shown(empty) + (empty.size() == 1 ? " is empty" : " are empty")),
                fix);
    }
}
