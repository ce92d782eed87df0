package dev.kept.app.importing;

import dev.kept.api.fact.FactType;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One fact that a row may report.
///
/// @param when all must hold
record FactMapping(FactType type, List<Condition> when, Map<String, Value> fields) {

    boolean appliesTo(Row row) {
        return when.stream().allMatch(condition -> condition.holds(row));
    }

    /// The fact line, UTF-8. Throws [RowFault] where a cell is not what the mapping says it is.
    byte[] line(Row row) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("type", new JsonValue.JsonText(type.wireName()));
        fields.forEach((name, value) -> {
            JsonValue json = value.of(row);
            if (json != null) {
                members.put(name, json);
            }
        });
        return JsonWriter.bytes(new JsonValue.JsonObject(members));
    }
}
