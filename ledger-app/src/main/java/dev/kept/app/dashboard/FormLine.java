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
        ZoneId zone = zone(filled.getOrDefault(FactForm.ZONE, "")).orElse(ZoneOffset.UTC);
        Map<String, JsonValue> line = new LinkedHashMap<>();
        Map<String, JsonValue> with = new LinkedHashMap<>();
        line.put("type", text(form.type().wireName()));
        for (FactForm.Field field : form.fields()) {
            String value = filled.getOrDefault(field.name(), "").strip().replace("\r\n", "\n");
            if (!value.isEmpty() && !field.name().equals(FactForm.ZONE)) {
                boolean nested = field.name().startsWith(WITH);
                (nested ? with : line)
                        .put(nested ? field.name().substring(WITH.length()) : field.name(), value(field, value, zone));
            }
        }
        if (!with.isEmpty()) {
            line.put("with", new JsonValue.JsonObject(with));
        }
        return new JsonValue.JsonObject(line);
    }

    /// Nothing, if there is no such zone.
    static Optional<ZoneId> zone(String name) {
        String text = name.isBlank() ? "UTC" : name.strip();
        return ZoneRulesProvider.getAvailableZoneIds().contains(text) ? Optional.of(ZoneId.of(text)) : Optional.empty();
    }

    private static JsonValue value(FactForm.Field field, String value, ZoneId zone) {
        return switch (field.kind()) {
            case TEXT, LONG, CHOICE -> text(value);
            case CHECK -> new JsonValue.JsonBoolean(true);
            case TIME -> text(instant(value, zone));
            case DUE -> isDay(value) ? day(value, zone) : text(instant(value, zone));
        };
    }

    private static JsonValue day(String value, ZoneId zone) {
        Map<String, JsonValue> day = new LinkedHashMap<>();
        day.put("on", text(value));
        day.put("zone", text(zone.getId()));
        return new JsonValue.JsonObject(day);
    }

    /// The later one where clocks are set back, so that nobody loses an hour they were promised.
    private static String instant(String value, ZoneId zone) {
        return local(value)
                .map(time -> ZonedDateTime.of(time, zone)
                        .withLaterOffsetAtOverlap()
                        .toInstant()
                        .toString())
                .orElse(value);
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
