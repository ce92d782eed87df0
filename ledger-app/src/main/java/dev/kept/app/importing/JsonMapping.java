package dev.kept.app.importing;

import dev.kept.app.support.intake.LineMapping;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mapping applied to JSON documents instead of rows: a column is the path to a value, such as `sla.target` or
/// `lines.0.amount`, and what is not there is empty.
///
/// With `format.each` every item of a list is a row of its own: its values are found below `item`, its number from 0 as
/// `item.#`, beside those of the whole document. A path that leads to an object is one row.
public final class JsonMapping implements LineMapping {
    private static final String ITEM = "item";

    private static final LineContext SAMPLE = new LineContext(null, null, "sample", "sample");

    private final Mapping mapping;

    public JsonMapping(Mapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public Mapped map(JsonValue document) {
        List<JsonValue> lines = new ArrayList<>();
        String place = "";
        try {
            for (Row row : rows(document)) {
                place = row.place();
                for (FactMapping fact : mapping.facts()) {
                    if (fact.appliesTo(row)) {
                        lines.add(fact.fact(row));
                    }
                }
            }
        } catch (RowFault fault) {
            return new Mapped.Unmappable(fault.refusal(place));
        }
        return new Mapped.Lines(lines);
    }

    /// What a sample becomes, with everything that is wrong with it.
    ///
    /// @param lines the facts that can be read
    /// @param faults each names the columns it comes from
    public record Tried(List<JsonValue> lines, List<Refusal> faults) {
        public Tried {
            lines = List.copyOf(lines);
            faults = List.copyOf(faults);
        }
    }

    /// Maps a document as [#map] would, but does not stop at the first fault, and reads the facts.
    public Tried tried(JsonValue document) {
        List<JsonValue> lines = new ArrayList<>();
        List<Refusal> faults = new ArrayList<>();
        try {
            for (Row row : rows(document)) {
                mapping.facts().stream()
                        .filter(fact -> fact.appliesTo(row))
                        .forEach(fact -> tried(fact, row, lines, faults));
            }
        } catch (RowFault noList) {
            faults.add(noList.refusal());
        }
        return new Tried(lines, faults);
    }

    private static void tried(FactMapping fact, Row row, List<JsonValue> lines, List<Refusal> faults) {
        try {
            JsonValue line = fact.fact(row);
            switch (FactLineReader.read(line, SAMPLE)) {
                case FactLineReader.Reading.Read _ -> lines.add(line);
                case FactLineReader.Reading.Unreadable(Refusal refusal) -> faults.add(fact.traced(refusal, row));
            }
        } catch (RowFault fault) {
            faults.add(fault.refusal(row.place()));
        }
    }

    /// The paths at which a document has a value, even if it is null, as the mapping's columns and `format.each` name
    /// them.
    public Set<String> paths(JsonValue document) {
        Set<String> paths = new HashSet<>();
        leaves("", document, paths);
        String each = mapping.each();
        JsonValue list = each == null ? null : at(document, each);
        if (each != null && list != null) {
            paths.add(each);
            paths.add(Row.NUMBER);
            List<JsonValue> items = list instanceof JsonValue.JsonArray(List<JsonValue> all) ? all : List.of(list);
            items.forEach(item -> leaves(ITEM, item, paths));
        }
        return paths;
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
            case null -> List.of();
            case JsonValue.JsonNull() -> List.of();
            case JsonValue.JsonText _, JsonValue.JsonNumber _, JsonValue.JsonBoolean _ ->
                throw new RowFault(
                        RefusalCode.BAD_FIELD,
                        each,
                        null,
                        "format.each names a single value, not a list",
                        "let it name a list, or an object that is the only row");
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

    private static void leaves(String path, JsonValue value, Set<String> paths) {
        switch (value) {
            case JsonValue.JsonObject(Map<String, JsonValue> members) ->
                members.forEach((name, member) -> leaves(below(path, name), member, paths));
            case JsonValue.JsonArray(List<JsonValue> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    leaves(below(path, Integer.toString(i)), items.get(i), paths);
                }
            }
            case JsonValue.JsonText _, JsonValue.JsonNumber _, JsonValue.JsonBoolean _, JsonValue.JsonNull _ ->
                paths.add(path);
        }
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
