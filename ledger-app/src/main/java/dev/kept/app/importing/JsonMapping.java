package dev.kept.app.importing;

import dev.kept.app.support.intake.LineMapping;
import dev.kept.domain.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mapping applied to JSON documents instead of rows: a column is the path to a value, such as `sla.target` or
/// `lines.0.amount`, and what is not there is empty.
///
/// With `format.each` every item of a list is a row of its own: its values are found below `item`, its number from 0 as
/// `item.#`, beside those of the whole document. A path that leads to an object is one row.
public final class JsonMapping implements LineMapping {
    private static final String ITEM = "item";

    private final Mapping mapping;

    public JsonMapping(Mapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public Mapped map(JsonValue document) {
        List<JsonValue> lines = new ArrayList<>();
        for (Row row : rows(document)) {
            try {
                for (FactMapping fact : mapping.facts()) {
                    if (fact.appliesTo(row)) {
                        lines.add(fact.fact(row));
                    }
                }
            } catch (RowFault fault) {
                return new Mapped.Unmappable(fault.refusal(row.place()));
            }
        }
        return new Mapped.Lines(lines);
    }

    private List<Row> rows(JsonValue document) {
        Map<String, String> cells = new LinkedHashMap<>();
        flatten("", document, cells);
        String each = mapping.each();
        if (each == null) {
            return List.of(Row.ofCells(cells));
        }
        return switch (at(document, each)) {
            case JsonValue.JsonArray(List<JsonValue> items) -> {
                List<Row> rows = new ArrayList<>(items.size());
                for (int i = 0; i < items.size(); i++) {
                    rows.add(row(cells, i, items.get(i)));
                }
                yield rows;
            }
            case JsonValue.JsonObject item -> List.of(row(cells, 0, item));
            case null, default -> List.of();
        };
    }

    private static Row row(Map<String, String> document, int number, JsonValue item) {
        Map<String, String> cells = new LinkedHashMap<>(document);
        cells.put(Row.NUMBER, Integer.toString(number));
        flatten(ITEM, item, cells);
        return Row.ofCells(cells);
    }

    private static @Nullable JsonValue at(JsonValue document, String path) {
        JsonValue value = document;
        for (String name : path.split("\\.")) {
            value = value instanceof JsonValue.JsonObject object ? object.get(name) : null;
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private static void flatten(String path, JsonValue value, Map<String, String> cells) {
        switch (value) {
            case JsonValue.JsonObject(Map<String, JsonValue> members) ->
                members.forEach((name, member) -> flatten(below(path, name), member, cells));
            case JsonValue.JsonArray(List<JsonValue> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    flatten(below(path, Integer.toString(i)), items.get(i), cells);
                }
            }
            case JsonValue.JsonText(String text) -> cells.put(path, text);
            case JsonValue.JsonNumber(String text) -> cells.put(path, text);
            case JsonValue.JsonBoolean(boolean yes) -> cells.put(path, Boolean.toString(yes));
            case JsonValue.JsonNull() -> {}
        }
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
