package dev.kept.domain.line;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/// Reads RFC 3339 times.
///
/// Every fact has several, nearly always as `Instant` writes them: that form is read by hand, at a tenth of what the
/// formatter takes that reads the others.
final class UtcTime {
    private static final String PATTERN = "0000-00-00T00:00:00";
    private static final int SECONDS_END = PATTERN.length();
    private static final int FRACTION_DIGITS = 9;

    private UtcTime() {}

    /// @throws DateTimeException if it is none
    static Instant parse(String text) {
        int end = text.length() - 1;
        if (!isPlain(text, end)) {
            return OffsetDateTime.parse(text).toInstant();
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        int second = LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19))
                .toSecondOfDay();
        return Instant.ofEpochSecond(day * 86_400L + second, nanos(text, end));
    }

    /// Whether it has the form of the pattern, perhaps a fraction, and a Z at this end.
    private static boolean isPlain(String text, int end) {
        if (end < SECONDS_END || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < SECONDS_END; i++) {
            char wanted = PATTERN.charAt(i);
            char c = text.charAt(i);
            if (wanted == '0' ? !isDigit(c) : c != wanted) {
                return false;
            }
        }
        if (end == SECONDS_END) {
            return true;
        }
        int digits = end - SECONDS_END - 1;
        if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > FRACTION_DIGITS) {
            return false;
        }
        for (int i = SECONDS_END + 1; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 0, at = SECONDS_END + 1; i < FRACTION_DIGITS; i++, at++) {
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }
}
