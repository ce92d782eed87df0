package dev.kept.domain.line;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.calendar.BusinessCalendar;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.calendar.Closure;
import dev.kept.domain.calendar.OpenHours;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A business calendar as JSON, as people send it and as the log keeps it.
///
/// `{"calendar":"support-eu","zone":"Europe/Berlin","week":{"mon":["09:00-12:30","13:30-18:00"],…},
/// "days":{"2026-12-24":["09:00-12:00"],"2026-12-25":[]},"closed":["2026-12-28/2026-12-31"],"holidays":["DE-BE"]}`
///
/// `closed` is taken off the hours of its days and is not kept as such.
public final class CalendarLine {
    private static final Set<String> NAMES =
            Set.of("calendar", "zone", "week", "days", "closed", "holidays", "source", "id", "actor");
    private static final int MAX_DAYS = 5_000;
    private static final int MAX_CLOSED_DAYS = 10_000;
    private static final int MAX_REGIONS = 10;
    private static final int DAY_NAME = 3;

    private CalendarLine() {}

    /// What somebody sent.
    ///
    /// @param closures taken off the calendar's hours, its public holidays included
    /// @param regions regions whose public holidays are to be closed days
    /// @param key null if none is given
    public record Definition(
            String name,
            BusinessCalendar calendar,
            List<Closure> closures,
            List<String> regions,
            @Nullable IdempotencyKey key,
            @Nullable String actor) {}

    public sealed interface Reading {
        record Read(Definition definition) implements Reading {}

        record Unreadable(Refusal refusal) implements Reading {}
    }

    /// @param name the calendar's name where the line names none
    public static Reading read(byte[] utf8, @Nullable String name) {
        try {
            if (JsonReader.read(utf8) instanceof JsonValue.JsonObject object) {
                return new Reading.Read(definition(Fields.sent(object), name));
            }
            return malformed("a calendar is an object");
        } catch (JsonException fault) {
            return malformed(String.valueOf(fault.getMessage()));
        } catch (LineFault fault) {
            return new Reading.Unreadable(fault.refusal());
        }
    }

    private static Reading malformed(String why) {
        return new Reading.Unreadable(new Refusal(
                RefusalCode.MALFORMED,
                "(line)",
                null,
                "not a JSON object that can be accepted: " + why,
                "send an object like {\"zone\":\"Europe/Berlin\",\"week\":{\"mon\":[\"09:00-17:00\"]}}"));
    }

    private static Definition definition(Fields fields, @Nullable String given) {
        for (String member : fields.members().keySet()) {
            if (!NAMES.contains(member)) {
                throw fields.fault(
                        RefusalCode.UNKNOWN_FIELD,
                        member,
                        "a calendar has no field " + member,
                        "use one of: " + String.join(", ", new TreeSet<>(NAMES)));
            }
        }
        String name = fields.identifier("calendar");
        if (name != null && given != null && !name.equals(given)) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "calendar",
                    "another calendar is addressed: " + given,
                    "send it to that calendar's address, or leave the field out");
        }
        if (name == null && given == null) {
            throw fields.missing("calendar", "\"support-eu\"");
        }
        Map<DayOfWeek, List<OpenHours>> week = new EnumMap<>(DayOfWeek.class);
        Fields days = fields.nested("week");
        for (String day : days.members().keySet()) {
            week.put(dayOfWeek(days, day), hours(days, day));
        }
        NavigableMap<LocalDate, List<OpenHours>> special = new TreeMap<>();
        if (fields.has("days")) {
            Fields dates = fields.nested("days");
            if (!fields.isStored() && dates.members().size() > MAX_DAYS) {
                throw fields.fault(
                        RefusalCode.BAD_FIELD, "days", "more than " + MAX_DAYS + " days", "leave old days out");
            }
            for (String day : dates.members().keySet()) {
                special.put(date(dates, day), hours(dates, day));
            }
        }
        IdempotencyKey key = fields.has("source") || fields.has("id")
                ? new IdempotencyKey(
                        fields.requiredIdentifier("source", "\"hr\""),
                        fields.requiredIdentifier("id", "\"support-eu-2026\""))
                : null;
        String called = name == null ? Objects.requireNonNull(given) : name;
        Characters.checkIdentifier("calendar", called);
        return new Definition(
                called,
                calendar(fields, week, special),
                closures(fields),
                regions(fields),
                key,
                fields.identifier("actor"));
    }

    private static List<String> regions(Fields fields) {
        List<String> regions = texts(fields, "holidays");
        if (!fields.isStored() && regions.size() > MAX_REGIONS) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "holidays",
                    "more than " + MAX_REGIONS + " regions",
                    "name the regions whose holidays really close this calendar");
        }
        return regions;
    }

    private static List<Closure> closures(Fields fields) {
        List<Closure> closures = new ArrayList<>();
        long days = 0;
        for (String text : texts(fields, "closed")) {
            Closure closure;
            try {
                closure = Closure.parse(text);
            } catch (IllegalArgumentException fault) {
                throw new LineFault(
                        RefusalCode.BAD_FIELD,
                        fields.name("closed"),
                        text,
                        String.valueOf(fault.getMessage()),
                        "write [\"2026-12-24\",\"2026-12-28/2027-01-01\",\"2026-12-31T12:00/2026-12-31T18:00\"]");
            }
            fields.checkYear("closed", closure.from().toInstant(ZoneOffset.UTC));
            fields.checkYear("closed", closure.to().toInstant(ZoneOffset.UTC));
            days += closure.days();
            closures.add(closure);
        }
        if (days > MAX_CLOSED_DAYS) {
            throw new LineFault(
                    RefusalCode.BAD_FIELD,
                    fields.name("closed"),
                    days + " days",
                    "more than " + MAX_CLOSED_DAYS + " days are closed",
                    "say what is closed every week in \"week\", and leave old closures out");
        }
        return closures;
    }

    private static BusinessCalendar calendar(
            Fields fields, Map<DayOfWeek, List<OpenHours>> week, NavigableMap<LocalDate, List<OpenHours>> days) {
        try {
            return new BusinessCalendar(DueForms.zone(fields), week, days);
        } catch (IllegalArgumentException fault) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "week",
                    String.valueOf(fault.getMessage()),
                    "give hours that do not overlap, like {\"mon\":[\"09:00-12:30\",\"13:30-18:00\"]}");
        }
    }

    private static DayOfWeek dayOfWeek(Fields days, String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (shortName(day).equals(name)) {
                return day;
            }
        }
        throw days.fault(RefusalCode.BAD_FIELD, name, "no day of the week", "use mon, tue, wed, thu, fri, sat, sun");
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, DAY_NAME).toLowerCase(Locale.ROOT);
    }

    private static LocalDate date(Fields dates, String name) {
        try {
            LocalDate date = LocalDate.parse(name);
            dates.checkYear(name, date.atStartOfDay().toInstant(ZoneOffset.UTC));
            return date;
        } catch (DateTimeException _) {
            throw dates.fault(RefusalCode.BAD_TIME, name, "not a calendar day", "write it like 2026-12-25");
        }
    }

    private static List<OpenHours> hours(Fields days, String day) {
        List<OpenHours> hours = new ArrayList<>();
        for (String text : texts(days, day)) {
            try {
                hours.add(OpenHours.parse(text));
            } catch (IllegalArgumentException fault) {
                throw days.fault(
                        RefusalCode.BAD_FIELD,
                        day,
                        String.valueOf(fault.getMessage()),
                        "write hours like [\"09:00-12:30\",\"13:30-18:00\"]; [] is closed");
            }
        }
        return hours;
    }

    private static List<String> texts(Fields fields, String name) {
        JsonValue value = fields.value(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonValue.JsonArray(List<JsonValue> items)) {
            List<String> texts = new ArrayList<>(items.size());
            for (JsonValue item : items) {
                if (item instanceof JsonValue.JsonText(String text)) {
                    texts.add(text);
                }
            }
            if (texts.size() == items.size()) {
                return texts;
            }
        }
        throw fields.fault(RefusalCode.BAD_FIELD, name, "no list of texts", "write [\"…\",\"…\"]");
    }

    /// What is stored: the definition alone, without who sent it.
    public static byte[] payload(CalendarDefined event) {
        JsonWriter out = new JsonWriter().beginObject();
        write(out, event.name(), event.calendar(), event.regions());
        return out.endObject().toBytes();
    }

    /// Writes the members of a definition.
    public static void write(JsonWriter out, String name, BusinessCalendar calendar, List<String> regions) {
        out.member("calendar", name).member("zone", calendar.zone().getId()).beginObject("week");
        calendar.week().forEach((day, hours) -> hours(out, shortName(day), hours));
        out.endObject().beginObject("days");
        calendar.days().forEach((day, hours) -> hours(out, day.toString(), hours));
        out.endObject();
        if (!regions.isEmpty()) {
            texts(out, "holidays", regions);
        }
    }

    private static void hours(JsonWriter out, String day, List<OpenHours> hours) {
        texts(out, day, hours.stream().map(OpenHours::toString).toList());
    }

    private static void texts(JsonWriter out, String name, List<String> texts) {
        out.beginArray(name);
        texts.forEach(text -> out.value(new JsonValue.JsonText(text)));
        out.endArray();
    }

    public static Map<String, String> meta(CalendarDefined event) {
        Map<String, String> meta = new TreeMap<>();
        meta.put("at", event.acceptedAt().toString());
        meta.put("source", event.key().source());
        meta.put("id", event.key().id());
        if (event.actor() != null) {
            meta.put("actor", event.actor());
        }
        return meta;
    }

    /// A definition from the log.
    public static CalendarDefined stored(EventJson.Stored stored) {
        Map<String, String> meta = stored.meta();
        Definition definition = definition(stored.payload());
        return new CalendarDefined(
                stored.factId(),
                definition.name(),
                definition.calendar(),
                definition.regions(),
                new IdempotencyKey(required(meta, "source"), required(meta, "id")),
                meta.get("actor"),
                stored.acceptedAt());
    }

    /// What a stored definition says.
    public static Definition definition(byte[] payload) {
        try {
            if (JsonReader.readTrusted(payload) instanceof JsonValue.JsonObject object) {
                return definition(Fields.stored(object), null);
            }
        } catch (LineFault fault) {
            throw new IllegalStateException("a stored calendar cannot be read: " + fault.refusal(), fault);
        } catch (JsonException fault) {
            throw new IllegalStateException("a stored calendar cannot be read: " + fault.getMessage(), fault);
        }
        throw new IllegalStateException(
                "a stored calendar is no object: " + new String(payload, StandardCharsets.UTF_8));
    }

    /// The calendar that a stored definition is of.
    public static String name(byte[] payload) {
        return definition(payload).name();
    }

    private static String required(Map<String, String> meta, String name) {
        String value = meta.get(name);
        if (value == null) {
            throw new IllegalStateException("expected metadata " + name + ", found only " + meta.keySet());
        }
        return value;
    }
}
