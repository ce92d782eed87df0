package dev.kept.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/// Turns rows into the arrays that one bound statement takes for a whole batch; primitive arrays travel in binary.
final class Columns {
    private Columns() {}

    static <T> Array texts(Connection connection, Collection<T> rows, Function<T, String> column) throws SQLException {
        String[] values = new String[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.apply(row);
        }
        return connection.createArrayOf("text", values);
    }

    static Array texts(Connection connection, Collection<String> rows) throws SQLException {
        return connection.createArrayOf("text", rows.toArray(String[]::new));
    }

    static <T> Array longs(Connection connection, List<T> rows, ToLongFunction<T> column) throws SQLException {
        long[] values = new long[rows.size()];
        Arrays.setAll(values, i -> column.applyAsLong(rows.get(i)));
        return array(connection, "int8", values);
    }

    static <T> Array integers(Connection connection, List<T> rows, ToIntFunction<T> column) throws SQLException {
        int[] values = new int[rows.size()];
        Arrays.setAll(values, i -> column.applyAsInt(rows.get(i)));
        return array(connection, "int4", values);
    }

    static <T> Array bytes(Connection connection, List<T> rows, Function<T, byte[]> column) throws SQLException {
        byte[][] values = new byte[rows.size()][];
        Arrays.setAll(values, i -> column.apply(rows.get(i)));
        return array(connection, "bytea", values);
    }

    private static Array array(Connection connection, String type, Object values) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf(type, values);
    }
}
