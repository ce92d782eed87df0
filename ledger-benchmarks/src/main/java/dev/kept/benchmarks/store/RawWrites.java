package dev.kept.benchmarks.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.postgresql.PGConnection;

/// Ways to write facts and their keys without the log.
public final class RawWrites {
    private static final String INSERT_FACT = """
            insert into raw.fact (log, position, fact_id, stream, version, name, revision,
                                  at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_KEY =
            "insert into raw.fact_key (log, source, source_id, position) values (?, ?, ?, ?)";
    private static final String UNNEST = """
            with facts as (
              insert into raw.fact (log, position, fact_id, stream, version, name, revision,
                                    at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
              select ?, f.position, f.fact_id::uuid, f.stream, f.version, f.name, f.revision,
                     f.at_micros, f.rec_micros, f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as f(position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                     payload, meta, salt, leaf_hash)
            )
            insert into raw.fact_key (log, source, source_id, position)
            select ?, k.source, k.source_id, k.position from unnest(?, ?, ?) as k(source, source_id, position)
            """;
    private static final String COPY_FACT = """
            copy raw.fact (log, position, fact_id, stream, version, name, revision,
                           at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash) from stdin""";
    private static final String COPY_KEY = "copy raw.fact_key (log, source, source_id, position) from stdin";
    private static final String BINARY = " (format binary)";

    private RawWrites() {}

    @FunctionalInterface
    interface Way {
        void write(Connection connection, int log, List<RawRow> rows) throws SQLException, IOException;
    }

    /// A single fact without its key, in a transaction of its own: the least that a durable write can be.
    static void one(Connection connection, int log, RawRow row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_FACT)) {
            fact(insert, log, row);
            insert.executeUpdate();
        }
    }

    static void insert(Connection connection, int log, List<RawRow> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_FACT);
                PreparedStatement key = connection.prepareStatement(INSERT_KEY)) {
            for (RawRow row : rows) {
                fact(insert, log, row);
                insert.addBatch();
                key.setInt(1, log);
                key.setString(2, row.source());
                key.setString(3, row.sourceId());
                key.setLong(4, row.position());
                key.addBatch();
            }
            insert.executeBatch();
            key.executeBatch();
        }
    }

    private static void fact(PreparedStatement insert, int log, RawRow row) throws SQLException {
        insert.setInt(1, log);
        insert.setLong(2, row.position());
        insert.setObject(3, row.factId());
        insert.setString(4, row.stream());
        insert.setInt(5, row.version());
        insert.setString(6, row.name());
        insert.setInt(7, row.revision());
        insert.setLong(8, row.atMicros());
        insert.setLong(9, row.recMicros());
        insert.setLong(10, row.acceptedMicros());
        insert.setBytes(11, row.payload());
        insert.setBytes(12, row.meta());
        insert.setBytes(13, row.salt());
        insert.setBytes(14, row.leaf());
    }

    static void unnest(Connection connection, int log, List<RawRow> rows) throws SQLException {
        long[] positions = rows.stream().mapToLong(RawRow::position).toArray();
        try (PreparedStatement insert = connection.prepareStatement(UNNEST)) {
            insert.setInt(1, log);
            insert.setArray(2, array(connection, "int8", positions));
            insert.setArray(3, texts(connection, rows, row -> row.factId().toString()));
            insert.setArray(4, texts(connection, rows, RawRow::stream));
            insert.setArray(
                    5,
                    array(
                            connection,
                            "int4",
                            rows.stream().mapToInt(RawRow::version).toArray()));
            insert.setArray(6, texts(connection, rows, RawRow::name));
            insert.setArray(
                    7,
                    array(
                            connection,
                            "int4",
                            rows.stream().mapToInt(RawRow::revision).toArray()));
            insert.setArray(
                    8,
                    array(
                            connection,
                            "int8",
                            rows.stream().mapToLong(RawRow::atMicros).toArray()));
            insert.setArray(
                    9,
                    array(
                            connection,
                            "int8",
                            rows.stream().mapToLong(RawRow::recMicros).toArray()));
            insert.setArray(
                    10,
                    array(
                            connection,
                            "int8",
                            rows.stream().mapToLong(RawRow::acceptedMicros).toArray()));
            insert.setArray(11, bytes(connection, rows, RawRow::payload));
            insert.setArray(12, bytes(connection, rows, RawRow::meta));
            insert.setArray(13, bytes(connection, rows, RawRow::salt));
            insert.setArray(14, bytes(connection, rows, RawRow::leaf));
            insert.setInt(15, log);
            insert.setArray(16, texts(connection, rows, RawRow::source));
            insert.setArray(17, texts(connection, rows, RawRow::sourceId));
            insert.setArray(18, array(connection, "int8", positions));
            insert.executeUpdate();
        }
    }

    static void copyText(Connection connection, int log, List<RawRow> rows) throws SQLException, IOException {
        copy(connection, COPY_FACT, CopyText.facts(log, rows));
        copy(connection, COPY_KEY, CopyText.keys(log, rows));
    }

    public static void copyBinary(Connection connection, int log, List<RawRow> rows) throws SQLException, IOException {
        copy(connection, COPY_FACT + BINARY, CopyBinary.facts(log, rows));
        copy(connection, COPY_KEY + BINARY, CopyBinary.keys(log, rows));
    }

    private static void copy(Connection connection, String statement, byte[] data) throws SQLException, IOException {
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, new ByteArrayInputStream(data));
    }

    private static Array texts(Connection connection, List<RawRow> rows, Function<RawRow, String> column)
            throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(column).toArray(String[]::new));
    }

    private static Array bytes(Connection connection, List<RawRow> rows, Function<RawRow, byte[]> column)
            throws SQLException {
        return array(connection, "bytea", rows.stream().map(column).toArray(byte[][]::new));
    }

    private static Array array(Connection connection, String type, Object values) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf(type, values);
    }
}
