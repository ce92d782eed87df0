package dev.kept.domain.line;

import dev.kept.domain.commitment.RefusalCode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is wrong with a time that cannot be read, and what to write instead: the day or the hour does not exist, a day
/// stands alone, an offset is missing, or it is no time at all.
final class TimeFault {
    private static final Set<String> DUE = Set.of("due", "newDue");
    private static final Pattern PARTS = Pattern.compile(
            "(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})(?<rest>[Tt ](?<time>[0-9:.]+)(?<offset>.*))?");
    private static final int MONTHS = 12;

    private TimeFault() {}

    static LineFault of(Fields fields, String name, String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return none(fields, name);
        }
        String date = text.substring(0, parts.end("day"));
        if (!isDay(date)) {
            return fields.fault(RefusalCode.BAD_TIME, name, "there is no day " + date, nearest(parts));
        }
        String time = parts.group("time");
        if (parts.group("rest") == null) {
            return local(
                    fields,
                    name,
                    "a day alone, not an RFC 3339 time with offset",
                    date + "T17:00:00Z",
                    "{\"on\":\"" + date + "\",\"zone\":\"Europe/Berlin\"} for the end of that day");
        }
        if (!isTime(time)) {
            return fields.fault(
                    RefusalCode.BAD_TIME,
                    name,
                    "there is no time of day " + time,
                    "hours are 00 to 23, minutes and seconds 00 to 59, like 17:00:00");
        }
        if (parts.group("offset").isEmpty()) {
            return local(
                    fields,
                    name,
                    "a local time, not an RFC 3339 time with offset",
                    date + "T" + time + "Z or " + date + "T" + time + "+01:00",
                    "{\"at\":\"" + date + "T" + time + "\",\"zone\":\"Europe/Berlin\"} for the time there");
        }
        return none(fields, name);
    }

    private static LineFault none(Fields fields, String name) {
        return fields.fault(
                RefusalCode.BAD_TIME,
                name,
                "not an RFC 3339 time with offset",
                "write it like 2026-11-30T17:00:00Z or 2026-11-30T18:00:00+01:00");
    }

    /// Due dates alone have a form for what is said in local time.
    private static LineFault local(Fields fields, String name, String message, String instant, String form) {
        return fields.fault(
                RefusalCode.BAD_TIME,
                name,
                message,
                "write it like " + instant + (DUE.contains(name) ? ", or " + form : ""));
    }

    private static String nearest(Matcher parts) {
        int month = Integer.parseInt(parts.group("month"));
        if (month < 1 || month > MONTHS) {
            return "months are 01 to 12";
        }
        YearMonth of = YearMonth.of(Integer.parseInt(parts.group("year")), month);
        return "the last day of that month is " + of.atEndOfMonth();
    }

    private static boolean isDay(String date) {
        try {
            LocalDate.parse(date);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static boolean isTime(String time) {
        try {
            LocalTime.parse(time);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
