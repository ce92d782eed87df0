package dev.kept.projections.processor;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteConverter;

/// New rows on their way into a table, in PostgreSQL's binary form of COPY: the cheapest way in that there is.
///
/// Values are given in the order of the statement's columns; a row that has too few or too many is refused by the
/// server. Closed before [#finish], nothing of it is kept.
public final class CopyRows implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int FLUSHED_AT = 1 << 16;
    private static final int TEXT_OID = 25;
    private static final int NULL = -1;

    private final CopyIn copy;
    private final int columns;
    private byte[] buffer = new byte[FLUSHED_AT + (1 << 12)];
    private int used;
    private int rows;

    private CopyRows(CopyIn copy, int columns) {
        this.copy = copy;
        this.columns = columns;
    }

    /// The connection is taken until this is closed.
    ///
    /// @param sql `copy … from stdin (format binary)`
    /// @param columns how many it names
    public static CopyRows into(Connection connection, String sql, int columns) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        CopyRows into = new CopyRows(copy, columns);
        into.raw(SIGNATURE);
        into.int32(0);
        into.int32(0);
        return into;
    }

    /// Begins a row.
    public void row() throws SQLException {
        if (used >= FLUSHED_AT) {
            copy.writeToCopy(buffer, 0, used);
            used = 0;
        }
        int16(columns);
        rows++;
    }

    public void text(@Nullable String value) {
        if (value == null) {
            int32(NULL);
        } else {
            bytes(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    public void name(@Nullable Enum<?> value) {
        text(value == null ? null : value.name());
    }

    /// For a column of type bigint.
    public void number(@Nullable Long value) {
        if (value == null) {
            int32(NULL);
        } else {
            number(value.longValue());
        }
    }

    /// For a column of type bigint.
    public void number(long value) {
        int32(Long.BYTES);
        space(Long.BYTES);
        ByteConverter.int8(buffer, used, value);
        used += Long.BYTES;
    }

    /// For a column of type integer.
    public void integer(int value) {
        int32(Integer.BYTES);
        int32(value);
    }

    public void flag(boolean value) {
        int32(1);
        space(1);
        buffer[used++] = (byte) (value ? 1 : 0);
    }

    /// For a column of type numeric.
    public void decimal(@Nullable BigDecimal value) {
        bytes(value == null ? null : ByteConverter.numeric(value));
    }

    public void bytes(byte @Nullable [] value) {
        if (value == null) {
            int32(NULL);
        } else {
            int32(value.length);
            raw(value);
        }
    }

    /// For a column of type text[].
    public void texts(@Nullable List<String> values) {
        if (values == null) {
            int32(NULL);
            return;
        }
        int length = used;
        int32(0);
        int32(1);
        int32(0);
        int32(TEXT_OID);
        int32(values.size());
        int32(1);
        values.forEach(this::text);
        ByteConverter.int4(buffer, length, used - length - Integer.BYTES);
    }

    /// Ends the statement.
    ///
    /// @throws SQLException if the server has not taken every row
    public void finish() throws SQLException {
        int16(-1);
        copy.writeToCopy(buffer, 0, used);
        long taken = copy.endCopy();
        if (taken != rows) {
            throw new SQLException("expected the server to take " + rows + " rows, it took " + taken);
        }
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void raw(byte[] value) {
        space(value.length);
        System.arraycopy(value, 0, buffer, used, value.length);
        used += value.length;
    }

    private void int16(int value) {
        space(Short.BYTES);
        ByteConverter.int2(buffer, used, value);
        used += Short.BYTES;
    }

    private void int32(int value) {
        space(Integer.BYTES);
        ByteConverter.int4(buffer, used, value);
        used += Integer.BYTES;
    }

    private void space(int wanted) {
        if (buffer.length - used < wanted) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, used + wanted));
        }
    }
}
