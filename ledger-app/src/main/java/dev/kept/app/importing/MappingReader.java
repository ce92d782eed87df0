package dev.kept.app.importing;

import dev.kept.api.fact.FactType;
import dev.kept.app.importing.YamlNodes.Place;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a mapping and finds everything that is wrong with it at once.
final class MappingReader {
    private final YamlNodes yaml;
    private final Set<String> usedColumns = new LinkedHashSet<>();

    MappingReader(String name) {
        this.yaml = new YamlNodes(name);
    }

    Mapping read(String text) {
        Place root = yaml.root(text);
        Mapping mapping = root == null ? null : mapping(root);
        if (mapping == null || !yaml.problems().isEmpty()) {
            throw new ImportRefused(yaml.problems());
        }
        return mapping;
    }

    private Mapping mapping(Place root) {
        Map<String, Place> keys = yaml.members(root);
        yaml.refuseOthers(keys, List.of("format", "fields", "facts"));
        Place formatPlace = keys.get("format");
        Map<String, Place> format = formatPlace == null ? Map.of() : yaml.members(formatPlace);
        yaml.refuseOthers(format, List.of("separator", "quote", "charset", "columns", "each"));
        char separator = character(format.get("separator"), ',');
        char quote = character(format.get("quote"), '"');
        if (separator == quote && formatPlace != null) {
            yaml.problem(formatPlace, "separator and quote are the same", "Let them differ.");
        }
        Charset charset = charset(format.get("charset"));
        List<String> columns = columns(format.get("columns"));
        MappedFields fields = new MappedFields(yaml, usedColumns);
        Place shared = keys.get("fields");
        Map<String, Value> common = shared == null ? Map.of() : fields.ofFact(shared);
        List<FactMapping> facts = new ArrayList<>();
        Place list = keys.get("facts");
        if (list == null) {
            yaml.problem(root, "the key \"facts\" is missing", "Add \"facts:\" with one item for each fact of a row.");
        } else {
            List<Place> items = yaml.items(list);
            if (items.isEmpty() && list.isList()) {
                yaml.problem(list, "no fact is mapped", "Give one item for each fact of a row.");
            }
            items.forEach(item -> {
                FactMapping fact = fact(item, common, fields);
                if (fact != null) {
                    facts.add(fact);
                }
            });
        }
        checkColumns(root, columns);
        return new Mapping(separator, quote, charset, columns, yaml.text(format, "each"), facts, usedColumns);
    }

    private char character(@Nullable Place place, char otherwise) {
        if (place == null) {
            return otherwise;
        }
        String text = yaml.text(place);
        String meant = "tab".equals(text) || "\\t".equals(text) ? "\t" : text;
        if (meant == null || meant.length() != 1 || meant.charAt(0) > '~' || meant.charAt(0) == '\n') {
            yaml.problem(place, "expected one ASCII character", "Write \";\", \"|\", \",\" or tab.");
            return otherwise;
        }
        return meant.charAt(0);
    }

    /// Only such in which no other character holds the bytes of a separator: rows are split before they are decoded.
    private Charset charset(@Nullable Place place) {
        String name = place == null ? null : yaml.text(place);
        if (place == null || name == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            Charset charset = Charset.forName(name);
            if (charset.equals(StandardCharsets.UTF_8) || isOneByteBeyondAscii(charset)) {
                return charset;
            }
            yaml.problem(place, "this charset cannot be read", "Convert the file to UTF-8 first, with iconv.");
        } catch (IllegalArgumentException _) {
            yaml.problem(place, "unknown charset", "Write UTF-8, windows-1252 or ISO-8859-1.");
        }
        return StandardCharsets.UTF_8;
    }

    private static boolean isOneByteBeyondAscii(Charset charset) {
        String separators = "a,;|\t'\"\n";
        return charset.canEncode()
                && charset.newEncoder().maxBytesPerChar() == 1
                && separators.equals(new String(separators.getBytes(charset), StandardCharsets.US_ASCII));
    }

    private @Nullable List<String> columns(@Nullable Place place) {
        if (place == null) {
            return null;
        }
        List<String> columns = new ArrayList<>();
        for (Place item : yaml.items(place)) {
            String column = yaml.text(item);
            if (column != null && columns.contains(column)) {
                yaml.problem(item, "this column stands twice", "Give each column a name of its own.");
            } else if (column != null) {
                columns.add(column);
            }
        }
        return columns;
    }

    private void checkColumns(Place root, @Nullable List<String> columns) {
        for (String used : usedColumns) {
            if (columns != null && !columns.contains(used)) {
                yaml.problem(
                        root,
                        "the facts use the column " + used + ", which format.columns does not name",
                        "Its columns are " + String.join(", ", columns) + ".");
            }
        }
    }

    private @Nullable FactMapping fact(Place place, Map<String, Value> common, MappedFields fields) {
        Map<String, Place> keys = yaml.members(place);
        yaml.refuseOthers(keys, List.of("type", "when", "fields"));
        FactType type = type(place, keys.get("type"));
        Map<String, Value> all = new LinkedHashMap<>(common);
        Place own = keys.get("fields");
        if (own != null) {
            all.putAll(fields.ofFact(own));
        }
        if (type == null) {
            return null;
        }
        if (own == null || own.isObject()) {
            FactMapping.required(type).forEach(oneOf -> require(place, all, oneOf, type));
        }
        Place when = keys.get("when");
        return new FactMapping(type, when == null ? List.of() : conditions(when), all);
    }

    private void require(Place place, Map<String, Value> fields, List<String> oneOf, FactType type) {
        if (oneOf.stream().noneMatch(fields::containsKey)) {
            yaml.problem(
                    place,
                    "a " + type.wireName() + " fact needs the field " + String.join(" or ", oneOf),
                    "Add it under \"fields\".");
        }
    }

    private @Nullable FactType type(Place fact, @Nullable Place place) {
        String all = Arrays.stream(FactType.values()).map(FactType::wireName).collect(Collectors.joining(", "));
        if (place == null) {
            yaml.problem(fact, "the key \"type\" is missing", "Add it: one of " + all + ".");
            return null;
        }
        String name = yaml.text(place);
        FactType type = name == null ? null : FactType.ofWireName(name).orElse(null);
        if (name != null && type == null) {
            yaml.problem(place, "unknown type of fact", "Use one of " + all + ".");
        }
        return type;
    }

    private List<Condition> conditions(Place when) {
        List<Condition> conditions = new ArrayList<>();
        for (Place place : when.isList() ? yaml.items(when) : List.of(when)) {
            Condition condition = condition(place);
            if (condition != null) {
                usedColumns.add(condition.column());
                conditions.add(condition);
            }
        }
        return conditions;
    }

    private @Nullable Condition condition(Place place) {
        String filled = place.text();
        if (filled != null) {
            return new Condition.Filled(filled);
        }
        Map<String, Place> keys = yaml.members(place);
        yaml.refuseOthers(keys, List.of("column", "is", "not", "empty"));
        String column = yaml.text(keys, "column");
        if (column == null || keys.size() != 2) {
            yaml.problem(
                    place,
                    "a condition is a column, or a column with one of is, not, empty",
                    "Write \"when: ShippedDate\", or \"when: {column: Status, is: shipped}\".");
            return null;
        }
        Place empty = keys.get("empty");
        if (empty != null) {
            boolean yes = Boolean.TRUE.equals(yaml.flag(empty));
            return yes ? new Condition.Empty(column) : new Condition.Filled(column);
        }
        Place is = keys.get("is");
        Place not = keys.get("not");
        Set<String> values = new LinkedHashSet<>();
        Place given = is == null ? not : is;
        if (given != null) {
            for (Place item : given.isList() ? yaml.items(given) : List.of(given)) {
                String value = yaml.text(item);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return is != null ? new Condition.OneOf(column, values) : new Condition.NoneOf(column, values);
    }
}
