package dev.kept.app.importing;

import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a table writes times, and what is added where a cell holds only a day.
///
/// A time without offset is read in `zone`. A day without time becomes the form "by the end of that local day" where a
/// due is meant, else the day's beginning, unless `time` says otherwise.
///
/// @param pattern what the mapping says: a pattern, or one of `iso`, `epoch-seconds`, `epoch-millis`
/// @param formatter null for the three named formats
/// @param due a due is meant: of a local time that comes twice, the later one is taken
record TimeFormat(
        String pattern,
        @Nullable DateTimeFormatter formatter,
        @Nullable ZoneId zone,
        @Nullable LocalTime time,
        boolean due) {
    static final String ISO = "iso";
    private static final String OFFSET = "+0200";
    static final String EPOCH_SECONDS = "epoch-seconds";
    static final String EPOCH_MILLIS = "epoch-millis";

    JsonValue json(String column, String cell) {
        try {
            return switch (pattern) {
                case ISO -> text(OffsetDateTime.parse(withColon(cell)).toInstant());
                case EPOCH_SECONDS -> text(Instant.ofEpochSecond(Long.parseLong(cell)));
                case EPOCH_MILLIS -> text(Instant.ofEpochMilli(Long.parseLong(cell)));
                default -> formatted(cell);
            };
        } catch (DateTimeException | NumberFormatException _) {
            throw new RowFault(
                    RefusalCode.BAD_TIME,
                    column,
                    cell,
                    "not a time written like " + pattern,
                    "mend the cell, or the key \"date\" of the mapping");
        }
    }

    /// ISO 8601 lets an offset be written without its colon, as Jira does: `+0200`.
    private static String withColon(String cell) {
        int sign = cell.length() - OFFSET.length();
        boolean isBare = sign > 0 && (cell.charAt(sign) == '+' || cell.charAt(sign) == '-');
        return isBare ? cell.substring(0, sign + 3) + ":" + cell.substring(sign + 3) : cell;
    }

    private JsonValue formatted(String cell) {
        if (formatter == null) {
            throw new IllegalStateException("expected a formatter for " + pattern + ", got none");
        }
        TemporalAccessor parsed = formatter.parseBest(
                cell, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (parsed) {
            case ZonedDateTime zoned -> text(zoned.toInstant());
            case OffsetDateTime offset -> text(offset.toInstant());
            case LocalDateTime local -> text(instant(local));
            case LocalDate day when time != null -> text(instant(day.atTime(time)));
            case LocalDate day when due -> endOfDay(day);
            case LocalDate day -> text(instant(day.atStartOfDay()));
            default -> throw new IllegalStateException("expected a time or a day, got " + parsed);
        };
    }

    private Instant instant(LocalDateTime local) {
        ZonedDateTime zoned = local.atZone(checkedZone());
        return (due ? zoned.withLaterOffsetAtOverlap() : zoned.withEarlierOffsetAtOverlap()).toInstant();
    }

    private ZoneId checkedZone() {
        if (zone == null) {
            throw new IllegalStateException("expected a zone for the local times of " + pattern + ", got none");
        }
        return zone;
    }

    private JsonValue endOfDay(LocalDate day) {
        Map<String, JsonValue> form = new LinkedHashMap<>();
        form.put("on", new JsonValue.JsonText(day.toString()));
        form.put("zone", new JsonValue.JsonText(checkedZone().getId()));
        return new JsonValue.JsonObject(form);
    }

    private static JsonValue text(Instant instant) {
        return new JsonValue.JsonText(instant.toString());
    }
}
