package dev.kept.projections.processor;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Rows as one array a column, the way `unnest` takes them. Typed: the driver sends such arrays in binary, arrays of
/// objects as text that the server parses again.
public final class Columns {
    private Columns() {}

    public static Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray(String[]::new));
    }

    public static <T> Array texts(Connection connection, Collection<T> rows, Function<T, @Nullable String> column)
            throws SQLException {
        return connection.createArrayOf("text", values(rows, column, new @Nullable String[rows.size()]));
    }

    public static <T> Array longs(Connection connection, Collection<T> rows, Function<T, @Nullable Long> column)
            throws SQLException {
        return connection.createArrayOf("int8", values(rows, column, new @Nullable Long[rows.size()]));
    }

    public static <T> Array ints(Connection connection, Collection<T> rows, Function<T, @Nullable Integer> column)
            throws SQLException {
        return connection.createArrayOf("int4", values(rows, column, new @Nullable Integer[rows.size()]));
    }

    public static <T> Array flags(Connection connection, Collection<T> rows, Function<T, Boolean> column)
            throws SQLException {
        return connection.createArrayOf("bool", values(rows, column, new Boolean[rows.size()]));
    }

    /// Any number of numbers in one array, which the server looks up by place: with many columns far cheaper than an
    /// array and an `unnest` for each.
    public static Array numbers(Connection connection, long[] values) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("int8", values);
    }

    private static <T, V> @Nullable V[] values(
            Collection<T> rows, Function<T, ? extends @Nullable V> column, @Nullable V[] into) {
        int i = 0;
        for (T row : rows) {
            into[i++] = column.apply(row);
        }
        return into;
    }
}
