package dev.kept.domain.audit;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entry's 12 lines: writing, strict reading, and the checks that keep both inverse to each other.
final class EntryText {
    static final String STREAM_PREFIX = "commitment/";

    private static final String HEADER = "commitment-ledger/entry/v1";
    private static final String NONE = "-";
    private static final String DEK = "dek:";
    private static final int LINES = 12;
    private static final String TIME_FORM = "0000-00-00T00:00:00.000000Z";
    private static final int TIME_CHARS = TIME_FORM.length();
    private static final int HASH_CHARS = 44;

    /// The longest the lines can be without their free texts: origin, stream, fact id and type.
    private static final int FIXED_CHARS =
            HEADER.length() + 2 * 19 + 10 + 1 + TIME_CHARS + DEK.length() + 4 * HASH_CHARS + LINES;

    private static final Instant FIRST_TIME = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END_OF_TIME = Instant.parse("+10000-01-01T00:00:00Z");

    private EntryText() {}

    static byte[] write(Entry entry) {
        Lines out = new Lines(FIXED_CHARS
                + entry.origin().length()
                + entry.stream().length()
                + entry.factId().length()
                + entry.type().length());
        out.line(HEADER);
        out.line(entry.origin());
        out.line(Long.toString(entry.position()));
        out.line(entry.stream());
        out.line(Long.toString(entry.version()));
        out.hash(entry.previous());
        out.line(entry.factId());
        out.text(entry.type()).text("#").line(Integer.toString(entry.revision()));
        out.time(entry.acceptedAt());
        out.hash(entry.payload());
        out.hash(entry.meta());
        Hash dek = entry.dek();
        if (dek != null) {
            out.text(DEK);
        }
        out.hash(dek);
        return out.bytes();
    }

    /// The bytes of the lines. All that an entry holds is ASCII, which its making has checked.
    private static final class Lines {
        private final byte[] bytes;
        private int size;

        /// @param most bytes that there will be
        Lines(int most) {
            bytes = new byte[most];
        }

        void hash(@Nullable Hash hash) {
            if (hash == null) {
                line(NONE);
            } else {
                size = hash.base64To(bytes, size);
                bytes[size++] = '\n';
            }
        }

        Lines text(String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                bytes[size++] = (byte) ascii.charAt(i);
            }
            return this;
        }

        void line(String ascii) {
            text(ascii);
            bytes[size++] = '\n';
        }

        void time(Instant time) {
            LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
            digits(utc.getYear(), 1000, '-');
            digits(utc.getMonthValue(), 10, '-');
            digits(utc.getDayOfMonth(), 10, 'T');
            digits(utc.getHour(), 10, ':');
            digits(utc.getMinute(), 10, ':');
            digits(utc.getSecond(), 10, '.');
            digits(utc.getNano() / 1000, 100_000, 'Z');
            bytes[size++] = '\n';
        }

        private void digits(int value, int highest, char end) {
            for (int unit = highest; unit > 0; unit /= 10) {
                bytes[size++] = (byte) ('0' + value / unit % 10);
            }
            bytes[size++] = (byte) end;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, size);
        }
    }

    /// Each line is accepted in one spelling only, so what is read is written as it was.
    static Entry read(byte[] bytes) {
        String[] lines = split(bytes);
        if (!lines[0].equals(HEADER)) {
            throw new MalformedException("line 1: expected " + HEADER + ", found " + lines[0]);
        }
        int sharp = lines[7].lastIndexOf('#');
        if (sharp < 0) {
            throw new MalformedException("line 8: expected Type#revision, found " + lines[7]);
        }
        return new Entry(
                lines[1],
                number("position", lines[2], Long.MAX_VALUE),
                lines[3],
                number("version", lines[4], Long.MAX_VALUE),
                lines[5].equals(NONE) ? null : hash("previous", lines[5]),
                lines[6],
                lines[7].substring(0, sharp),
                (int) number("revision", lines[7].substring(sharp + 1), Integer.MAX_VALUE),
                time(lines[8]),
                hash("payload commitment", lines[9]),
                hash("metadata commitment", lines[10]),
                dek(lines[11]));
    }

    private static String[] split(byte[] bytes) {
        if (bytes.length >= Entry.MAX_BYTES) {
            throw new MalformedException(
                    "an entry is shorter than " + Entry.MAX_BYTES + " bytes, this has " + bytes.length);
        }
        String[] lines = new String[LINES];
        int count = 0;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                if (count == LINES) {
                    throw new MalformedException("an entry has " + LINES + " lines, this has more");
                }
                lines[count++] = new String(bytes, start, i - start, StandardCharsets.US_ASCII);
                start = i + 1;
            } else if (b <= 0x20 || b == 0x7f) {
                throw new MalformedException(String.format(
                        "line %d: byte %02x at offset %d is not printable ASCII", count + 1, b & 0xff, i));
            }
        }
        if (start < bytes.length) {
            throw new MalformedException("the last line does not end with LF");
        }
        if (count < LINES) {
            throw new MalformedException("an entry has " + LINES + " lines, this has " + count);
        }
        return lines;
    }

    private static long number(String field, String text, long max) {
        if (!isDigits(text) || (text.length() > 1 && text.charAt(0) == '0')) {
            throw new MalformedException(field + ": not a number without sign and leading zeros: " + text);
        }
        try {
            long value = Long.parseLong(text);
            if (value <= max) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Only digits, hence too large: the same answer as below.
        }
        throw new MalformedException(field + ": larger than " + max + ": " + text);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Hash hash(String field, String text) {
        try {
            return Hash.fromBase64(text);
        } catch (MalformedException malformed) {
            throw new MalformedException(field + ": " + malformed.getMessage());
        }
    }

    private static @Nullable Hash dek(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        if (!text.startsWith(DEK)) {
            throw new MalformedException("dek: expected " + DEK + "<base64> or -, found " + text);
        }
        return hash("dek", text.substring(DEK.length()));
    }

    private static Instant time(String text) {
        if (isOfForm(text)) {
            try {
                return LocalDateTime.of(
                                value(text, 0, 4),
                                value(text, 5, 7),
                                value(text, 8, 10),
                                value(text, 11, 13),
                                value(text, 14, 16),
                                value(text, 17, 19),
                                value(text, 20, 26) * 1000)
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException _) {
                // Not a time at all: the same answer as below.
            }
        }
        throw new MalformedException("acceptance time: not of the form 2026-10-14T09:30:00.123456Z: " + text);
    }

    private static boolean isOfForm(String text) {
        if (text.length() != TIME_CHARS) {
            return false;
        }
        for (int i = 0; i < TIME_CHARS; i++) {
            char form = TIME_FORM.charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? !isDigit(c) : c != form) {
                return false;
            }
        }
        return true;
    }

    private static int value(String digits, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + digits.charAt(i) - '0';
        }
        return value;
    }

    static void checkOrigin(String origin) {
        checkPrintable("origin", origin);
        if (origin.indexOf('+') >= 0) {
            throw new MalformedException("origin: a key name has no plus sign: " + origin);
        }
    }

    static void checkStream(String stream) {
        checkPrintable("stream", stream);
        if (!stream.startsWith(STREAM_PREFIX)) {
            throw new MalformedException("stream: expected " + STREAM_PREFIX + "<id>, found " + stream);
        }
        PercentEncoding.checkCanonical(stream, STREAM_PREFIX.length());
    }

    static void checkType(String type) {
        checkPrintable("type", type);
        if (type.indexOf('#') >= 0) {
            throw new MalformedException("type: the revision stands apart, no # in the name: " + type);
        }
    }

    static void checkPrintable(String field, String text) {
        if (text.isEmpty()) {
            throw new MalformedException(field + ": empty");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7f) {
                throw new MalformedException(
                        String.format("%s: character U+%04X at %d is not printable ASCII", field, (int) c, i));
            }
        }
    }

    static void checkNotNegative(String field, long value) {
        if (value < 0) {
            throw new MalformedException(field + ": must not be negative, is " + value);
        }
    }

    static void checkTime(Instant time) {
        if (time.getNano() % 1000 != 0) {
            throw new MalformedException("acceptance time: finer than a microsecond, truncate it before: " + time);
        }
        if (time.isBefore(FIRST_TIME) || !time.isBefore(END_OF_TIME)) {
            throw new MalformedException("acceptance time: the year has four digits, not " + time);
        }
    }

    static void checkLength(String origin, String stream, String factId, String type) {
        int length = FIXED_CHARS + origin.length() + stream.length() + factId.length() + type.length();
        if (length >= Entry.MAX_BYTES) {
            throw new MalformedException(
                    "an entry is shorter than " + Entry.MAX_BYTES + " bytes, this could have " + length);
        }
    }
}
