package dev.kept.app.dashboard;

import dev.kept.domain.json.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRulesProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Turns what was filled in into the fact line it means. What cannot be read goes into the line as it stands, so that
/// the ledger itself refuses it, by field, value and fix.
final class FormLine {
    private static final String WITH = "with.";

    private FormLine() {}

    static JsonValue of(FactForm form, Map<String, String> filled) {
        Map<String, JsonValue> line = new LinkedHashMap<>();
        Map<String, JsonValue> with = new LinkedHashMap<>();
        line.put("type", text(form.type().wireName()));
        for (FactForm.Field field : form.fields()) {
            String value = filled.getOrDefault(field.name(), "").strip().replace("\r\n", "\n");
            if (!value.isEmpty() && !isZone(field)) {
                boolean nested = field.name().startsWith(WITH);
                (nested ? with : line)
                        .put(
                                nested ? field.name().substring(WITH.length()) : field.name(),
                                value(field, value, filled));
            }
        }
        if (!with.isEmpty()) {
            line.put("with", new JsonValue.JsonObject(with));
        }
        return new JsonValue.JsonObject(line);
    }

    private static boolean isZone(FactForm.Field field) {
        return field.name().equals("zone") || field.name().equals(WITH + "zone");
    }

    private static JsonValue value(FactForm.Field field, String value, Map<String, String> filled) {
        return switch (field.kind()) {
            case TEXT, LONG, CHOICE -> text(value);
            case CHECK -> new JsonValue.JsonBoolean(true);
            case TIME ->
                text(local(value)
                        .map(time -> time.toInstant(ZoneOffset.UTC).toString())
                        .orElse(value));
            case DUE -> {
                String prefix = field.name().startsWith(WITH) ? WITH : "";
                String zone = filled.getOrDefault(prefix + "zone", "").strip();
                yield due(value, zone.isEmpty() ? "UTC" : zone);
            }
        };
    }

    /// A date is the end of that day; a date and time is an instant, the later one where clocks are set back.
    private static JsonValue due(String value, String zone) {
        if (isDay(value)) {
            Map<String, JsonValue> day = new LinkedHashMap<>();
            day.put("on", text(value));
            day.put("zone", text(zone));
            return new JsonValue.JsonObject(day);
        }
        Optional<LocalDateTime> time = local(value);
        if (time.isEmpty()) {
            return text(value);
        }
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(zone)) {
            Map<String, JsonValue> window = new LinkedHashMap<>();
            window.put("from", text(time.get().toString()));
            window.put("to", text(time.get().toString()));
            window.put("zone", text(zone));
            return new JsonValue.JsonObject(window);
        }
        return text(ZonedDateTime.of(time.get(), ZoneId.of(zone))
                .withLaterOffsetAtOverlap()
                .toInstant()
                .toString());
    }

    private static boolean isDay(String value) {
        try {
            LocalDate.parse(value);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static Optional<LocalDateTime> local(String value) {
        try {
            return Optional.of(LocalDateTime.parse(value.replaceFirst(" +", "T")));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static JsonValue text(String value) {
        return new JsonValue.JsonText(value);
    }
}
