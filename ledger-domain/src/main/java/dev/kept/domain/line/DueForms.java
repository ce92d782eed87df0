package dev.kept.domain.line;

import dev.kept.api.commitment.Due;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The forms in which a line may say when something is due.
final class DueForms {
    private static final Set<String> DAY = Set.of("on", "zone");
    private static final Set<String> TIME = Set.of("at", "zone");
    private static final Set<String> WINDOW = Set.of("from", "to", "zone");
    private static final Set<String> WITHIN = Set.of("within", "calendar", "calendarOf");
    private static final int MAX_DAYS = 5_000;

    private DueForms() {}

    static Due required(Fields fields, String name) {
        Due due = optional(fields, name);
        if (due == null) {
            throw fields.missing(
                    name, "\"2026-11-30T17:00:00Z\" or {\"on\":\"2026-11-30\",\"zone\":\"Europe/Berlin\"}");
        }
        return due;
    }

    static @Nullable Due optional(Fields fields, String name) {
        return switch (fields.value(name)) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonText(String text) -> new Due.At(fields.parseInstant(name, text));
            case JsonValue.JsonObject form -> {
                Due due = form(fields.inner(form, name));
                if (due == null) {
                    throw unresolvable(fields, name);
                }
                yield due;
            }
            case JsonValue.JsonArray _, JsonValue.JsonNumber _, JsonValue.JsonBoolean _ ->
                throw unresolvable(fields, name);
        };
    }

    private static @Nullable Due form(Fields form) {
        if (form.has("on") && DAY.containsAll(form.members().keySet())) {
            return new Due.EndOfDay(day(form, "on"), zone(form));
        }
        if (form.has("at") && TIME.containsAll(form.members().keySet())) {
            return new Due.AtLocal(time(form, "at"), zone(form));
        }
        if (form.has("within") && WITHIN.containsAll(form.members().keySet())) {
            return within(form);
        }
        if (!form.has("from")
                || !form.has("to")
                || !WINDOW.containsAll(form.members().keySet())) {
            return null;
        }
        if (form.has("zone")) {
            return new Due.LocalWindow(time(form, "from"), time(form, "to"), zone(form));
        }
        return new Due.Window(
                form.parseInstant("from", form.requiredText("from", "\"2026-11-30T09:00:00Z\"")),
                form.parseInstant("to", form.requiredText("to", "\"2026-11-30T11:00:00Z\"")));
    }

    /// `PT8H` is open time, `P2D` is business days; one is not made of the other.
    private static Due within(Fields form) {
        Due.CalendarOf calendar = calendar(form);
        String text = form.requiredText("within", "\"PT8H\" or \"P2D\"");
        try {
            if (text.startsWith("PT")) {
                Duration time = Duration.parse(text);
                if (time.isPositive() && time.toDays() <= MAX_DAYS) {
                    return new Due.OpenTime(time, calendar);
                }
            } else if (text.matches("P[0-9]{1,4}D")
                    && Integer.parseInt(text.substring(1, text.length() - 1)) <= MAX_DAYS) {
                return new Due.BusinessDays(Integer.parseInt(text.substring(1, text.length() - 1)), calendar);
            }
        } catch (DateTimeException _) {
            // The same answer as below.
        }
        throw form.fault(
                RefusalCode.DUE_UNRESOLVABLE,
                "within",
                "neither open time nor business days of at most " + MAX_DAYS + " days",
                "write \"PT8H\" for eight open hours, \"P2D\" for two business days, \"P0D\" for the day itself");
    }

    private static Due.CalendarOf calendar(Fields form) {
        String name = form.identifier("calendar");
        String whose = form.text("calendarOf");
        if (name != null && whose == null) {
            return new Due.CalendarOf.Named(name);
        }
        if (name == null && whose != null) {
            switch (whose) {
                case "customer" -> {
                    return new Due.CalendarOf.Customer();
                }
                case "promisor" -> {
                    return new Due.CalendarOf.Promisor();
                }
                default -> {}
            }
        }
        throw form.fault(
                RefusalCode.DUE_UNRESOLVABLE,
                whose == null ? "calendar" : "calendarOf",
                name == null
                        ? "it is not said which calendar is meant"
                        : "two calendars are meant, and only one can count",
                "give either \"calendar\": \"support-eu\", or \"calendarOf\": \"customer\" or \"promisor\"");
    }

    private static LineFault unresolvable(Fields fields, String name) {
        return fields.fault(
                RefusalCode.DUE_UNRESOLVABLE,
                name,
                "this due date is in no form that can be resolved",
                "give an instant (\"2026-11-30T17:00:00Z\"), a local day"
                        + " ({\"on\":\"2026-11-30\",\"zone\":\"Europe/Berlin\"}), a local time"
                        + " ({\"at\":\"2026-11-30T17:00\",\"zone\":\"Europe/Berlin\"}), a window"
                        + " ({\"from\":\"2026-11-30T09:00:00Z\",\"to\":\"2026-11-30T11:00:00Z\"}) or business time"
                        + " ({\"within\":\"PT8H\",\"calendar\":\"support-eu\"})");
    }

    static LocalDate day(Fields form, String name) {
        String text = form.requiredText(name, "\"2026-11-30\"");
        try {
            LocalDate date = LocalDate.parse(text);
            form.checkYear(name, date.atStartOfDay(ZoneOffset.UTC).toInstant());
            return date;
        } catch (DateTimeException _) {
            throw form.fault(RefusalCode.BAD_TIME, name, "not a calendar day", "write it like 2026-11-30");
        }
    }

    private static LocalDateTime time(Fields form, String name) {
        String text = form.requiredText(name, "\"2026-11-30T09:00\"");
        try {
            LocalDateTime time = LocalDateTime.parse(text);
            form.checkYear(name, time.toInstant(ZoneOffset.UTC));
            return time;
        } catch (DateTimeException _) {
            throw form.fault(
                    RefusalCode.BAD_TIME,
                    name,
                    "not a local time",
                    "beside a zone, write it without offset, like 2026-11-30T09:00");
        }
    }

    static ZoneId zone(Fields form) {
        String text = form.text("zone");
        if (text == null) {
            throw new LineFault(
                    RefusalCode.BAD_ZONE,
                    form.name("zone"),
                    null,
                    "the local time has no zone",
                    "add \"zone\": \"Europe/Berlin\"");
        }
        if (!ZoneRulesProvider.getAvailableZoneIds().contains(text)) {
            throw form.fault(
                    RefusalCode.BAD_ZONE,
                    "zone",
                    "no zone of the time-zone database",
                    "use a name such as Europe/Berlin or UTC");
        }
        return ZoneId.of(text);
    }
}
