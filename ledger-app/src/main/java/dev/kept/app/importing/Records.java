package dev.kept.app.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits bytes into records: at every line end, or for tables at the line ends outside quotes. Holds one record at a
/// time, and no more than [#MAX_BYTES] of it.
///
/// Blank lines are skipped. A quote that is never closed would swallow the rest of the file: when the record grows too
/// long, or the file ends, the record's first line alone is given out as faulty and splitting goes on behind it.
final class Records {
    static final int MAX_BYTES = 256 * 1024;
    /// What is kept of a line that is too long, to be recognised by.
    private static final int KEPT_OF_LONG = 1_000;

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final @Nullable Quoting quoting;
    private byte[] window = new byte[CHUNK];
    private int from;
    private int to;
    private long line = 1;
    private long offset;
    private boolean ended;

    /// @param quoting null: every line end ends a record
    Records(InputStream in, @Nullable Quoting quoting) {
        this.in = in;
        this.quoting = quoting;
    }

    /// The characters that tell where a field begins and which line ends belong to a field.
    record Quoting(byte separator, byte quote) {}

    enum Fault {
        TOO_LONG,
        OPEN_QUOTE
    }

    /// One record without its line end.
    ///
    /// @param line the number of its first line, from 1
    /// @param offset where it begins, in bytes of the unpacked file
    /// @param length its length in bytes; `bytes` holds only the beginning if it is [Fault#TOO_LONG]
    record Raw(
            long line,
            long offset,
            long length,
            byte[] bytes,
            @Nullable Fault fault) {}

    /// The next record that is not blank, or null at the end.
    @Nullable Raw next() throws IOException {
        while (true) {
            int end = scan();
            if (end < 0) {
                return null;
            }
            Raw raw = end - from > MAX_BYTES ? skipLong() : take(end);
            if (raw.fault() != null || !isBlank(raw.bytes())) {
                return raw;
            }
        }
    }

    private enum State {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    /// The index behind the record's last byte before its line end (or of as much as [#MAX_BYTES] lets in); -1 if
    /// nothing is left.
    private int scan() throws IOException {
        State state = State.FIELD_START;
        int firstLineEnd = -1;
        int i = from;
        while (true) {
            if (i == to) {
                boolean tooLong = i - from > MAX_BYTES;
                int length = i - from;
                int firstLength = firstLineEnd - from;
                boolean more = !tooLong && fill();
                i = from + length;
                firstLineEnd = firstLineEnd < 0 ? -1 : from + firstLength;
                if (!more) {
                    boolean open = firstLineEnd >= 0 && (tooLong || state == State.QUOTED);
                    return open ? firstLineEnd : length == 0 ? -1 : i;
                }
            }
            byte b = window[i++];
            if (b == '\n') {
                if (state != State.QUOTED) {
                    return i - 1;
                }
                firstLineEnd = firstLineEnd < 0 ? i - 1 : firstLineEnd;
            } else if (quoting != null) {
                state = next(state, b, quoting);
            }
        }
    }

    private static State next(State state, byte b, Quoting quoting) {
        return switch (state) {
            case FIELD_START -> b == quoting.quote ? State.QUOTED : b == quoting.separator ? state : State.PLAIN;
            case PLAIN -> b == quoting.separator ? State.FIELD_START : state;
            case QUOTED -> b == quoting.quote ? State.QUOTE_IN_QUOTED : state;
            case QUOTE_IN_QUOTED ->
                b == quoting.quote ? State.QUOTED : b == quoting.separator ? State.FIELD_START : State.PLAIN;
        };
    }

    /// Makes room and reads on; false at the end of the input. The record begins at `from` before and after.
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(window, from, window, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == window.length) {
            window = Arrays.copyOf(window, window.length + CHUNK);
        }
        int n = in.read(window, to, window.length - to);
        ended = n < 0;
        to += Math.max(0, n);
        return !ended;
    }

    private Raw take(int end) {
        boolean openQuote = quoting != null && !endsOutsideQuotes(from, end, quoting);
        int stripped = end > from && window[end - 1] == '\r' ? end - 1 : end;
        byte[] bytes = Arrays.copyOfRange(window, from, stripped);
        Raw raw = new Raw(line, offset, bytes.length, bytes, openQuote ? Fault.OPEN_QUOTE : null);
        int next = end < to ? end + 1 : end;
        for (int i = from; i < next; i++) {
            line += window[i] == '\n' ? 1 : 0;
        }
        offset += next - from;
        from = next;
        return raw;
    }

    private boolean endsOutsideQuotes(int begin, int end, Quoting quoting) {
        State state = State.FIELD_START;
        for (int i = begin; i < end; i++) {
            state = window[i] == '\n' ? state : next(state, window[i], quoting);
        }
        return state != State.QUOTED;
    }

    /// Passes over a line that is too long, keeping its beginning.
    private Raw skipLong() throws IOException {
        byte[] kept = Arrays.copyOfRange(window, from, from + KEPT_OF_LONG);
        long length = 0;
        long begin = offset;
        while (true) {
            for (int i = from; i < to; i++) {
                if (window[i] == '\n') {
                    length += i - from;
                    offset += i + 1 - from;
                    from = i + 1;
                    return new Raw(line++, begin, length, kept, Fault.TOO_LONG);
                }
            }
            length += to - from;
            offset += to - from;
            from = to;
            if (!fill()) {
                return new Raw(line++, begin, length, kept, Fault.TOO_LONG);
            }
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
