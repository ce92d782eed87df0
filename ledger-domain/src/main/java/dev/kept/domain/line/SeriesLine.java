package dev.kept.domain.line;

import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Terms;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.recurrence.Recurrence;
import dev.kept.domain.series.Series;
import dev.kept.domain.series.SeriesDefined;
import dev.kept.domain.series.SeriesDue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A series of promises as JSON, as people send it and as the log keeps it.
///
/// `{"series":"tax-report","rule":"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1","start":"2026-12-31","zone":"Europe/Berlin",
/// "due":{"time":"17:00"},"ahead":"P30D","customer":"ACME","statement":"Quarterly report"}`
public final class SeriesLine {
    private static final Set<String> NAMES = Set.of(
            "series",
            "rule",
            "start",
            "until",
            "zone",
            "due",
            "ahead",
            "customer",
            "direction",
            "promisor",
            "kind",
            "statement",
            "tier",
            "amount",
            "currency",
            "quantity",
            "unit",
            "parent",
            "attributes",
            "source",
            "id",
            "actor");
    private static final int DEFAULT_AHEAD = 30;
    private static final int MAX_ATTEST = 90;
    private static final String DUE_FORMS = "leave it out for the end of the day, or write {\"time\":\"17:00\"},"
            + " {\"from\":\"09:00\",\"to\":\"11:00\"}, {\"within\":\"P2D\",\"calendar\":\"support-eu\"} or"
            + " {\"attest\":\"P5D\"}";

    private SeriesLine() {}

    /// What somebody sent.
    ///
    /// @param key null if none is given
    public record Definition(
            Series series,
            @Nullable IdempotencyKey key,
            @Nullable String actor) {}

    public sealed interface Reading {
        record Read(Definition definition) implements Reading {}

        record Unreadable(Refusal refusal) implements Reading {}
    }

    /// @param name the series' name where the line names none
    public static Reading read(byte[] utf8, @Nullable String name) {
        try {
            if (JsonReader.read(utf8) instanceof JsonValue.JsonObject object) {
                return new Reading.Read(definition(Fields.sent(object), name));
            }
            return malformed("a series is an object");
        } catch (JsonException fault) {
            return malformed(String.valueOf(fault.getMessage()));
        } catch (LineFault fault) {
            return new Reading.Unreadable(fault.refusal());
        }
    }

    private static Reading malformed(String why) {
        return new Reading.Unreadable(
                new Refusal(
                        RefusalCode.MALFORMED,
                        "(line)",
                        null,
                        "not a JSON object that can be accepted: " + why,
                        "send an object like"
                                + " {\"rule\":\"FREQ=MONTHLY;BYMONTHDAY=-1\",\"start\":\"2026-12-01\",\"zone\":\"Europe/Berlin\",\"customer\":\"ACME\"}"));
    }

    private static Definition definition(Fields fields, @Nullable String given) {
        for (String member : fields.members().keySet()) {
            if (!NAMES.contains(member)) {
                throw fields.fault(
                        RefusalCode.UNKNOWN_FIELD,
                        member,
                        "a series has no field " + member,
                        "use one of: " + String.join(", ", new TreeSet<>(NAMES)));
            }
        }
        String name = name(fields, given);
        ZoneId zone = DueForms.zone(fields);
        LocalDate start = DueForms.day(fields, "start");
        LocalDate until = fields.has("until") ? DueForms.day(fields, "until") : null;
        SeriesDue due = due(fields);
        Terms terms = FactLineReader.terms(fields, () -> new Due.EndOfDay(start, zone))
                .withSeries(name);
        Series series = new Series(name, rule(fields), start, until, zone, due, ahead(fields, due), terms);
        if (!fields.isStored() && !series.recurs()) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "rule",
                    "it never recurs between " + start + " and " + Recurrence.MAX_YEAR,
                    "check the rule against \"start\"; to end a series, set \"until\" to its last day");
        }
        IdempotencyKey key = fields.has("source") || fields.has("id")
                ? new IdempotencyKey(
                        fields.requiredIdentifier("source", "\"crm\""),
                        fields.requiredIdentifier("id", "\"tax-report-2026\""))
                : null;
        return new Definition(series, key, fields.identifier("actor"));
    }

    private static String name(Fields fields, @Nullable String given) {
        String name = fields.identifier("series");
        if (name != null && given != null && !name.equals(given)) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "series",
                    "another series is addressed: " + given,
                    "send it to that series' address, or leave the field out");
        }
        if (name == null && given == null) {
            throw fields.missing("series", "\"tax-report\"");
        }
        String called = name == null ? Objects.requireNonNull(given) : name;
        if (!fields.isStored()) {
            Characters.checkIdentifier("series", called);
            if (called.length() > Series.MAX_NAME || called.indexOf(Series.SEPARATOR) >= 0) {
                throw new LineFault(
                        RefusalCode.BAD_FIELD,
                        "series",
                        called,
                        "the name of a series has at most " + Series.MAX_NAME + " characters and no #",
                        "its occurrences are named after it, like tax-report#2026-Q4");
            }
        }
        return called;
    }

    private static Recurrence rule(Fields fields) {
        String rule = fields.requiredText("rule", "\"FREQ=MONTHLY;BYMONTHDAY=-1\"");
        try {
            return Recurrence.parse(rule);
        } catch (IllegalArgumentException fault) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "rule",
                    String.valueOf(fault.getMessage()),
                    "write a rule of RFC 5545, like FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1");
        }
    }

    private static int ahead(Fields fields, SeriesDue due) {
        if (!fields.has("ahead")) {
            return due instanceof SeriesDue.Within ? 0 : DEFAULT_AHEAD;
        }
        int ahead = days(fields, "ahead", Series.MAX_AHEAD_DAYS);
        if (due instanceof SeriesDue.Within && ahead > 0) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "ahead",
                    "business time is counted from the day itself, when the promise is made",
                    "leave \"ahead\" out, or give a due time of the day");
        }
        return ahead;
    }

    private static int days(Fields fields, String name, int max) {
        String text = fields.requiredText(name, "\"P30D\"");
        if (!text.matches("P[0-9]{1,3}D") || Integer.parseInt(text.substring(1, text.length() - 1)) > max) {
            throw fields.fault(RefusalCode.BAD_FIELD, name, "no number of days up to " + max, "write it like P30D");
        }
        return Integer.parseInt(text.substring(1, text.length() - 1));
    }

    private static SeriesDue due(Fields fields) {
        if (!fields.has("due")) {
            return new SeriesDue.EndOfDay();
        }
        if (!(fields.value("due") instanceof JsonValue.JsonObject)) {
            throw fields.fault(RefusalCode.DUE_UNRESOLVABLE, "due", "no form in which a series can be due", DUE_FORMS);
        }
        Fields form = fields.nested("due");
        Set<String> members = form.members().keySet();
        if (members.equals(Set.of("time"))) {
            return new SeriesDue.At(time(form, "time"));
        }
        if (members.equals(Set.of("from", "to"))) {
            LocalTime from = time(form, "from");
            LocalTime to = time(form, "to");
            if (to.isBefore(from)) {
                throw form.fault(
                        RefusalCode.DUE_UNRESOLVABLE,
                        "to",
                        "the window ends before it begins",
                        "give \"from\" before \"to\"");
            }
            return new SeriesDue.Window(from, to);
        }
        if (members.equals(Set.of("attest"))) {
            int days = days(form, "attest", MAX_ATTEST);
            if (days == 0) {
                throw form.fault(
                        RefusalCode.DUE_UNRESOLVABLE, "attest", "nobody could attest it in time", "give at least P1D");
            }
            return new SeriesDue.Attested(days);
        }
        if (members.contains("within")) {
            Due within = Objects.requireNonNull(DueForms.optional(fields, "due"));
            if (within instanceof Due.OpenTime || within instanceof Due.BusinessDays) {
                return new SeriesDue.Within(within);
            }
        }
        throw fields.fault(RefusalCode.DUE_UNRESOLVABLE, "due", "no form in which a series can be due", DUE_FORMS);
    }

    private static LocalTime time(Fields form, String name) {
        String text = form.requiredText(name, "\"17:00\"");
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException _) {
            throw form.fault(RefusalCode.BAD_TIME, name, "no time of day", "write it like 17:00");
        }
    }

    /// What is stored: the definition alone, without who sent it.
    public static byte[] payload(SeriesDefined event) {
        JsonWriter out = new JsonWriter().beginObject();
        write(out, event.series());
        return out.endObject().toBytes();
    }

    /// Writes the members of a definition.
    public static void write(JsonWriter out, Series series) {
        LocalDate until = series.until();
        out.member("series", series.name())
                .member("rule", series.rule().toString())
                .member("start", series.start().toString())
                .member("until", until == null ? null : until.toString())
                .member("zone", series.zone().getId());
        switch (series.due()) {
            case SeriesDue.EndOfDay() -> {}
            case SeriesDue.At(LocalTime time) ->
                out.beginObject("due").member("time", time.toString()).endObject();
            case SeriesDue.Window(LocalTime from, LocalTime to) ->
                out.beginObject("due")
                        .member("from", from.toString())
                        .member("to", to.toString())
                        .endObject();
            case SeriesDue.Within(Due form) -> FactLineWriter.due(out, "due", form);
            case SeriesDue.Attested(int days) ->
                out.beginObject("due").member("attest", "P" + days + "D").endObject();
        }
        out.member("ahead", "P" + series.aheadDays() + "D");
        FactLineWriter.promise(out, series.terms());
    }

    public static Map<String, String> meta(SeriesDefined event) {
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
    public static SeriesDefined stored(EventJson.Stored stored) {
        Map<String, String> meta = stored.meta();
        return new SeriesDefined(
                stored.factId(),
                series(stored.payload()),
                new IdempotencyKey(required(meta, "source"), required(meta, "id")),
                meta.get("actor"),
                stored.acceptedAt());
    }

    private static String required(Map<String, String> meta, String name) {
        return Objects.requireNonNull(meta.get(name), () -> "expected metadata " + name + " in " + meta.keySet());
    }

    /// What a stored definition says.
    public static Series series(byte[] payload) {
        try {
            if (JsonReader.readTrusted(payload) instanceof JsonValue.JsonObject object) {
                return definition(Fields.stored(object), null).series();
            }
        } catch (LineFault fault) {
            throw new IllegalStateException("a stored series cannot be read: " + fault.refusal(), fault);
        } catch (JsonException fault) {
            throw new IllegalStateException("a stored series cannot be read: " + fault.getMessage(), fault);
        }
        throw new IllegalStateException("a stored series is no object");
    }
}
