package dev.kept.app.importing;

import dev.kept.app.importing.YamlNodes.Place;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the `fields` of a mapping: constants, templates, columns read in a certain way, and fields within fields.
final class MappedFields {
    /// Paths of the fields that hold fields of their own; only the dues of a correction do so within another.
    private static final Set<String> NESTED =
            Set.of("attributes", "target", "with", "due", "newDue", "with.due", "with.newDue");
    private static final Set<String> DUES = Set.of("due", "newDue", "with.due", "with.newDue");
    private static final Set<String> FLAGS = Set.of("strike", "confirmedUnnoticed", "with.confirmedUnnoticed");
    private static final List<String> COLUMN_KEYS = List.of(
            "column",
            "date",
            "zone",
            "time",
            "locale",
            "decimal",
            "as",
            "values",
            "others",
            "default",
            "optional",
            "plus",
            "unit");
    private static final Map<String, String> BELONGS_TO = Map.of(
            "plus", "date", "unit", "plus", "zone", "date", "time", "date", "locale", "date", "as", "decimal", "others",
            "values");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "millis", ChronoUnit.MILLIS,
            "seconds", ChronoUnit.SECONDS,
            "minutes", ChronoUnit.MINUTES,
            "hours", ChronoUnit.HOURS,
            "days", ChronoUnit.DAYS);
    private static final Value UNREADABLE = new Value.Constant(new JsonValue.JsonNull());
    private static final ZonedDateTime SAMPLE =
            LocalDateTime.of(2026, 7, 4, 9, 12, 30).atZone(ZoneOffset.UTC);
    private static final String ZONE_LETTERS = "VzOXxZ";
    private static final String TIME_LETTERS = "HhKkaBmsSANn";

    private final YamlNodes yaml;
    private final Set<String> usedColumns;

    /// @param usedColumns where every column that is met is noted
    MappedFields(YamlNodes yaml, Set<String> usedColumns) {
        this.yaml = yaml;
        this.usedColumns = usedColumns;
    }

    /// The fields of a fact line.
    Map<String, Value> ofFact(Place place) {
        Map<String, Value> fields = new LinkedHashMap<>();
        yaml.members(place).forEach((name, member) -> {
            if (name.equals("type")) {
                yaml.problem(member, "the type is no field", "Write \"type\" beside \"fields\", not below it.");
            } else if (!FactLineReader.isField(name)) {
                yaml.problem(
                        member,
                        "a fact has no field " + name,
                        "Check its spelling; what is your own goes below \"attributes\" of a made fact.");
            }
            put(fields, name, value(name, member));
        });
        return fields;
    }

    /// What cannot be read is given all the same, so that nobody is told it is missing; no such mapping is ever used.
    private static void put(Map<String, Value> fields, String name, @Nullable Value value) {
        fields.put(name, value == null ? UNREADABLE : value);
    }

    private @Nullable Value value(String name, Place place) {
        String text = place.text();
        if (text != null) {
            return scalar(name, place, text);
        }
        if (!place.isObject()) {
            yaml.problem(place, "a field is no list", "Write a text, or a column with how to read it.");
            return null;
        }
        Map<String, Place> members = yaml.members(place);
        if (members.containsKey("column") && !name.equals("attributes")) {
            return cell(name, place, members);
        }
        if (!NESTED.contains(name)) {
            yaml.problem(
                    place,
                    "the key \"column\" is missing",
                    "Write {column: NAME, …}; only "
                            + String.join(
                                    ", ",
                                    NESTED.stream()
                                            .filter(field -> field.indexOf('.') < 0)
                                            .sorted()
                                            .toList())
                            + " hold fields of their own.");
            return null;
        }
        Map<String, Value> nested = new LinkedHashMap<>();
        members.forEach((inner, member) -> put(nested, inner, value(name + "." + inner, member)));
        return new Value.Nested(nested);
    }

    private @Nullable Value scalar(String name, Place place, String text) {
        Template template = Template.parse(text);
        if (template == null) {
            yaml.problem(
                    place,
                    "the braces do not match",
                    "Write columns like order-{OrderID}, and a brace that is meant as such twice.");
            return null;
        }
        if (!template.columns().isEmpty()) {
            usedColumns.addAll(template.columns());
            return new Value.Text(template);
        }
        String constant = text.replace("{{", "{").replace("}}", "}");
        if (FLAGS.contains(name)) {
            Boolean flag = yaml.flag(place);
            return flag == null ? null : new Value.Constant(new JsonValue.JsonBoolean(flag));
        }
        return new Value.Constant(checked(name, place, constant));
    }

    private JsonValue checked(String name, Place place, String constant) {
        JsonValue json = new JsonValue.JsonText(constant);
        Constants.check(yaml, name, place, json);
        return json;
    }

    private @Nullable Value cell(String name, Place place, Map<String, Place> keys) {
        yaml.refuseOthers(keys, COLUMN_KEYS);
        BELONGS_TO.forEach((key, to) -> {
            Place lost = keys.get(key);
            if (lost != null && !keys.containsKey(to)) {
                yaml.problem(lost, "without " + to + " this key means nothing", "Add " + to + ", or leave it out.");
            }
        });
        String column = yaml.text(keys, "column");
        Value.Reading reading = reading(name, place, keys);
        if (column == null || reading == null) {
            return null;
        }
        usedColumns.add(column);
        Place plus = keys.get("plus");
        Place mayLack = keys.get("optional");
        boolean optional = mayLack != null && Boolean.TRUE.equals(yaml.flag(mayLack));
        if (plus != null) {
            return later(plus, keys.get("unit"), new Value.Cell(column, reading, null, optional));
        }
        Place absent = keys.get("default");
        String constant = absent == null ? null : yaml.text(absent);
        return new Value.Cell(
                column, reading, absent == null || constant == null ? null : checked(name, absent, constant), optional);
    }

    /// A time and a length of time in another column.
    private @Nullable Value later(Place plus, @Nullable Place unit, Value.Cell time) {
        String column = yaml.text(plus);
        String name = unit == null ? null : yaml.text(unit);
        ChronoUnit length = name == null ? null : UNITS.get(name);
        if (column == null || length == null) {
            yaml.problem(
                    plus,
                    "a length of time needs a column and a unit",
                    "Write \"plus: sla.target\" and \"unit: minutes\"; units are "
                            + String.join(", ", UNITS.keySet().stream().sorted().toList()) + ".");
            return null;
        }
        usedColumns.add(column);
        return new Value.Later(time, column, length);
    }

    private Value.@Nullable Reading reading(String name, Place place, Map<String, Place> keys) {
        long ways = keys.keySet().stream()
                .filter(Set.of("date", "decimal", "values")::contains)
                .count();
        if (ways > 1) {
            yaml.problem(place, "a column is read in one way", "Keep one of date, decimal, values.");
            return null;
        }
        Place date = keys.get("date");
        Place decimal = keys.get("decimal");
        Place values = keys.get("values");
        if (date != null) {
            TimeFormat format = time(DUES.contains(name), date, keys);
            return format == null ? null : new Value.Reading.Time(format);
        }
        if (decimal != null) {
            String sample = yaml.text(decimal);
            DecimalFormat format = sample == null ? null : DecimalFormat.ofSample(sample);
            if (format == null) {
                yaml.problem(
                        decimal,
                        "a decimal format is the number 1234.56 as the table writes it",
                        "Write \"1234.56\", \"1,234.56\" or \"1.234,56\".");
                return null;
            }
            return new Value.Reading.Decimal(format, isNumber(keys.get("as")));
        }
        if (values != null) {
            Map<String, String> words = new LinkedHashMap<>();
            yaml.members(values).forEach((word, meaning) -> putWord(name, words, word, meaning));
            Map<String, String> others = new LinkedHashMap<>();
            Place other = keys.get("others");
            if (other != null) {
                putWord(name, others, "others", other);
            }
            return new Value.Reading.Words(words, others.get("others"));
        }
        return new Value.Reading.Plain();
    }

    private void putWord(String name, Map<String, String> words, String word, Place meaning) {
        String text = yaml.text(meaning);
        if (text != null) {
            checked(name, meaning, text);
            words.put(word, text);
        }
    }

    private boolean isNumber(@Nullable Place as) {
        String text = as == null ? null : yaml.text(as);
        if (as != null && text != null && !text.equals("number")) {
            yaml.problem(as, "a decimal is kept as text, or as a number", "Write \"as: number\", or leave it out.");
        }
        return text != null;
    }

    private @Nullable TimeFormat time(boolean due, Place date, Map<String, Place> keys) {
        String pattern = yaml.text(date);
        if (pattern == null) {
            return null;
        }
        ZoneId zone = zone(keys.get("zone"));
        LocalTime time = localTime(keys.get("time"));
        if (Set.of(TimeFormat.ISO, TimeFormat.EPOCH_SECONDS, TimeFormat.EPOCH_MILLIS)
                .contains(pattern)) {
            return new TimeFormat(pattern, null, zone, time, due);
        }
        String letters = pattern.replaceAll("'[^']*'", "");
        if (zone == null && !holds(letters, ZONE_LETTERS) && !keys.containsKey("zone")) {
            yaml.problem(date, "a time without offset needs a zone", "Add \"zone: Europe/Berlin\" beside it.");
            return null;
        }
        if (time != null && holds(letters, TIME_LETTERS)) {
            yaml.problem(date, "the pattern holds a time already", "Leave out \"time\".");
            return null;
        }
        try {
            DateTimeFormatter formatter = formatter(pattern, letters, yaml.text(keys, "locale"));
            LocalDate.parse(formatter.format(SAMPLE), formatter);
            return new TimeFormat(pattern, formatter, zone, time, due);
        } catch (IllegalArgumentException | DateTimeException e) {
            yaml.problem(
                    date,
                    "not a date pattern: " + e.getMessage(),
                    "Write it like yyyy-MM-dd, dd.MM.yyyy HH:mm, or one of iso, epoch-seconds, epoch-millis.");
            return null;
        }
    }

    /// Strict, so that 31.02. is refused instead of becoming 28.02.; the year `y` then needs an era that no table has,
    /// so it is read as the plain year.
    private static DateTimeFormatter formatter(String pattern, String letters, @Nullable String language) {
        String plain = letters.indexOf('G') >= 0 ? pattern : pattern.replaceAll("y(?=([^']*'[^']*')*[^']*$)", "u");
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(plain)
                .toFormatter(language == null ? Locale.ENGLISH : Locale.forLanguageTag(language))
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static boolean holds(String letters, String any) {
        return letters.chars().anyMatch(c -> any.indexOf(c) >= 0);
    }

    private @Nullable ZoneId zone(@Nullable Place place) {
        String name = place == null ? null : yaml.text(place);
        if (place == null || name == null) {
            return null;
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            yaml.problem(place, "no zone of the time-zone database", "Use a name such as Europe/Berlin or UTC.");
            return null;
        }
        return ZoneId.of(name);
    }

    private @Nullable LocalTime localTime(@Nullable Place place) {
        String text = place == null ? null : yaml.text(place);
        if (place == null || text == null) {
            return null;
        }
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException _) {
            yaml.problem(place, "not a time of day", "Write it like \"17:00\" or \"23:59:59\".");
            return null;
        }
    }
}
