package dev.kept.app.importing;

import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the value of one field of a fact comes from.
sealed interface Value {
    /// The value for this row; null leaves the field out.
    @Nullable JsonValue of(Row row);

    /// The columns that it is made of.
    List<String> columns();

    /// Whether the mapping says that it may be left out.
    default boolean isOptional() {
        return false;
    }

    /// The same for every row.
    record Constant(JsonValue json) implements Value {
        @Override
        public JsonValue of(Row row) {
            return json;
        }

        @Override
        public List<String> columns() {
            return List.of();
        }
    }

    /// Text put together from columns.
    record Text(Template template) implements Value {
        @Override
        public @Nullable JsonValue of(Row row) {
            String text = template.of(row);
            return text == null ? null : new JsonValue.JsonText(text);
        }

        @Override
        public List<String> columns() {
            return template.columns();
        }
    }

    /// One column, read in a certain way.
    ///
    /// @param absent what an empty cell means; null leaves the field out
    record Cell(String column, Reading reading, @Nullable JsonValue absent, boolean isOptional) implements Value {
        @Override
        public @Nullable JsonValue of(Row row) {
            String cell = row.cell(column);
            return cell.isEmpty() ? absent : reading.json(column, cell);
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }
    }

    /// A time, and a length of time after it that another column holds as a whole number.
    record Later(Cell time, String column, ChronoUnit unit) implements Value {
        @Override
        public @Nullable JsonValue of(Row row) {
            String length = row.cell(column);
            if (length.isEmpty() || !(time.of(row) instanceof JsonValue.JsonText(String from))) {
                return null;
            }
            try {
                return new JsonValue.JsonText(
                        Instant.parse(from).plus(Long.parseLong(length), unit).toString());
            } catch (DateTimeException | NumberFormatException | ArithmeticException _) {
                throw new RowFault(
                        RefusalCode.BAD_TIME,
                        column,
                        length,
                        "not a whole number of " + unit.toString().toLowerCase(Locale.ROOT),
                        "mend the value, or the key \"plus\" of the mapping");
            }
        }

        @Override
        public List<String> columns() {
            return List.of(time.column(), column);
        }

        @Override
        public boolean isOptional() {
            return time.isOptional();
        }
    }

    /// Fields within a field, such as those of `attributes` or `target`.
    record Nested(Map<String, Value> fields) implements Value {
        @Override
        public @Nullable JsonValue of(Row row) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            fields.forEach((name, value) -> {
                JsonValue json = value.of(row);
                if (json != null) {
                    members.put(name, json);
                }
            });
            return members.isEmpty() ? null : new JsonValue.JsonObject(members);
        }

        @Override
        public List<String> columns() {
            return fields.values().stream()
                    .flatMap(value -> value.columns().stream())
                    .toList();
        }
    }

    /// How the text of a cell becomes a value.
    sealed interface Reading {
        JsonValue json(String column, String cell);

        record Plain() implements Reading {
            @Override
            public JsonValue json(String column, String cell) {
                return new JsonValue.JsonText(cell);
            }
        }

        record Time(TimeFormat format) implements Reading {
            @Override
            public JsonValue json(String column, String cell) {
                return format.json(column, cell);
            }
        }

        /// @param number written as a JSON number; amounts are text
        record Decimal(DecimalFormat format, boolean number) implements Reading {
            @Override
            public JsonValue json(String column, String cell) {
                String plain = format.plain(column, cell);
                return number ? new JsonValue.JsonNumber(plain) : new JsonValue.JsonText(plain);
            }
        }

        /// One word for another.
        ///
        /// @param others what every other text means; null refuses it
        record Words(Map<String, String> words, @Nullable String others) implements Reading {
            @Override
            public JsonValue json(String column, String cell) {
                String word = words.getOrDefault(cell, others);
                if (word == null) {
                    throw new RowFault(
                            RefusalCode.BAD_FIELD,
                            column,
                            cell,
                            "the mapping has no value for it",
                            "add it to the key \"values\", or add \"others\"");
                }
                return new JsonValue.JsonText(word);
            }
        }
    }
}
