package dev.kept.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Ways to write rows into the log's tables without the log: what an append is measured against.
final class RawWrites {
    private static final String INSERT_FACT = """
            insert into kept_log.fact (log, position, fact_id, stream, version, name, revision,
                                       at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_KEY =
            "insert into kept_log.fact_key (log, source, source_id, position) values (?, ?, ?, ?)";

    /// What one way writes: a fact and its key.
    record Row(long position, UUID id, String stream, String key, byte[] payload, byte[] meta, byte[] salt) {}

    @FunctionalInterface
    interface Way {
        void write(Connection connection, int log, List<Row> rows) throws SQLException, IOException;
    }

    private RawWrites() {}

    static void insert(Connection connection, int log, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_FACT);
                PreparedStatement key = connection.prepareStatement(INSERT_KEY)) {
            for (Row row : rows) {
                insert.setInt(1, log);
                insert.setLong(2, row.position());
                insert.setObject(3, row.id());
                insert.setString(4, row.stream());
                insert.setInt(5, 0);
                insert.setString(6, "commitment.made");
                insert.setInt(7, 1);
                insert.setLong(8, row.position());
                insert.setLong(9, row.position());
                insert.setLong(10, row.position());
                insert.setBytes(11, row.payload());
                insert.setBytes(12, row.meta());
                insert.setBytes(13, row.salt());
                insert.setBytes(14, row.salt());
                key.setInt(1, log);
                key.setString(2, "erp");
                key.setString(3, row.key());
                key.setLong(4, row.position());
                if (rows.size() == 1) {
                    insert.executeUpdate();
                    key.executeUpdate();
                    return;
                }
                insert.addBatch();
                key.addBatch();
            }
            insert.executeBatch();
            key.executeBatch();
        }
    }

    static void unnest(Connection connection, int log, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with facts as (
                insert into kept_log.fact (log, position, fact_id, stream, version, name, revision,
                                           at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
                select ?, f.position, f.fact_id::uuid, f.stream, 0, 'commitment.made', 1, f.position, f.position, f.position,
                  f.payload, f.meta, f.salt, f.salt
                from unnest(?, ?, ?, ?, ?, ?) as f(position, fact_id, stream, payload, meta, salt))
                insert into kept_log.fact_key (log, source, source_id, position)
                select ?, 'erp', k.id, k.position from unnest(?, ?) as k(id, position)
                """)) {
            insert.setInt(1, log);
            insert.setArray(2, Columns.longs(connection, rows, Row::position));
            insert.setArray(3, Columns.texts(connection, rows, row -> row.id().toString()));
            insert.setArray(4, Columns.texts(connection, rows, Row::stream));
            insert.setArray(5, Columns.bytes(connection, rows, Row::payload));
            insert.setArray(6, Columns.bytes(connection, rows, Row::meta));
            insert.setArray(7, Columns.bytes(connection, rows, Row::salt));
            insert.setInt(8, log);
            insert.setArray(9, Columns.texts(connection, rows, Row::key));
            insert.setArray(10, Columns.longs(connection, rows, Row::position));
            insert.executeUpdate();
        }
    }

    static void copyText(Connection connection, int log, List<Row> rows) throws SQLException, IOException {
        StringBuilder facts = new StringBuilder();
        StringBuilder keys = new StringBuilder();
        var hex = HexFormat.of();
        for (Row row : rows) {
            facts.append(log)
                    .append('\t')
                    .append(row.position())
                    .append('\t')
                    .append(row.id())
                    .append('\t')
                    .append(row.stream())
                    .append("\t0\tcommitment.made\t1\t")
                    .append(row.position())
                    .append('\t')
                    .append(row.position())
                    .append('\t')
                    .append(row.position())
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.payload()))
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.meta()))
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.salt()))
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.salt()))
                    .append('\n');
            keys.append(log)
                    .append("\terp\t")
                    .append(row.key())
                    .append('\t')
                    .append(row.position())
                    .append('\n');
        }
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        copy.copyIn(
                "copy kept_log.fact (log, position, fact_id, stream, version, name, revision, at_micros, rec_micros,"
                        + " accepted_micros, payload, meta, salt, leaf_hash) from stdin",
                new StringReader(facts.toString()));
        copy.copyIn(
                "copy kept_log.fact_key (log, source, source_id, position) from stdin",
                new StringReader(keys.toString()));
    }

    static void copyBinary(Connection connection, int log, List<Row> rows) throws SQLException, IOException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        var bytes = new ByteArrayOutputStream(1024 * rows.size());
        var out = new DataOutputStream(bytes);
        header(out);
        for (Row row : rows) {
            out.writeShort(14);
            integer(out, log);
            number(out, row.position());
            out.writeInt(16);
            out.writeLong(row.id().getMostSignificantBits());
            out.writeLong(row.id().getLeastSignificantBits());
            bytes(out, row.stream().getBytes(StandardCharsets.UTF_8));
            integer(out, 0);
            bytes(out, "commitment.made".getBytes(StandardCharsets.UTF_8));
            integer(out, 1);
            number(out, row.position());
            number(out, row.position());
            number(out, row.position());
            bytes(out, row.payload());
            bytes(out, row.meta());
            bytes(out, row.salt());
            bytes(out, row.salt());
        }
        out.writeShort(-1);
        copy.copyIn(
                "copy kept_log.fact (log, position, fact_id, stream, version, name, revision, at_micros, rec_micros,"
                        + " accepted_micros, payload, meta, salt, leaf_hash) from stdin (format binary)",
                new org.postgresql.util.ByteStreamWriter() {
                    @Override
                    public int getLength() {
                        return bytes.size();
                    }

                    @Override
                    public void writeTo(ByteStreamTarget target) throws IOException {
                        bytes.writeTo(target.getOutputStream());
                    }
                });
        bytes.reset();
        header(out);
        for (Row row : rows) {
            out.writeShort(4);
            integer(out, log);
            bytes(out, "erp".getBytes(StandardCharsets.UTF_8));
            bytes(out, row.key().getBytes(StandardCharsets.UTF_8));
            number(out, row.position());
        }
        out.writeShort(-1);
        copy.copyIn(
                "copy kept_log.fact_key (log, source, source_id, position) from stdin (format binary)",
                new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static void header(DataOutputStream out) throws IOException {
        out.write(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0});
        out.writeInt(0);
        out.writeInt(0);
    }

    private static void integer(DataOutputStream out, int value) throws IOException {
        out.writeInt(4);
        out.writeInt(value);
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        out.writeInt(8);
        out.writeLong(value);
    }

    private static void bytes(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
