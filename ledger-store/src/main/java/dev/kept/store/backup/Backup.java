package dev.kept.store.backup;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.json.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// Writes all logs of a database into one file, as of one moment, while everything goes on.
///
/// The file is a ZIP archive: a text of COPY for each table, and at its end `manifest.json` with the version of the
/// schema, the SHA-256 and number of rows of every table, and size and root of every log. Views are not in it, since
/// they follow from the log; neither is any key file.
public final class Backup {
    static final String MANIFEST = "manifest.json";
    static final String FORMAT = "kept-backup/v1";
    private static final int BUFFER = 1 << 16;

    /// What the migrations keep is made again by them; sessions end; what people say of themselves is shown to them
    /// alone, and to no backup.
    private static final String TABLES = """
            select c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'kept_log' and c.relkind in ('r', 'p')
              and c.relname not in ('flyway_schema_history', 'session', 'self_rating')
            """;

    private static final String SNAPSHOT = "set transaction isolation level repeatable read, read only";
    private static final String LOGS = "select name, origin, size, frontier from kept_log.log order by log";

    private Backup() {}

    /// One log as it is in a backup.
    public record LogState(String name, String origin, long size, String root) {}

    /// @param schema version of the log's schema
    /// @return the logs that are in it
    public static List<LogState> write(DataSource database, String schema, Instant now, OutputStream to)
            throws SQLException, IOException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement snapshot = connection.prepareStatement(SNAPSHOT)) {
                snapshot.execute();
                return write(connection, schema, now, to);
            } finally {
                connection.rollback();
            }
        }
    }

    private static List<LogState> write(Connection connection, String schema, Instant now, OutputStream to)
            throws SQLException, IOException {
        checkComplete(connection);
        List<LogState> logs = logs(connection);
        JsonWriter manifest = new JsonWriter()
                .beginObject()
                .member("format", FORMAT)
                .member("madeAt", now.toString())
                .member("schema", schema)
                .beginArray("logs");
        for (LogState log : logs) {
            manifest.beginObject()
                    .member("name", log.name)
                    .member("origin", log.origin)
                    .member("size", Long.valueOf(log.size))
                    .member("root", log.root)
                    .endObject();
        }
        manifest.endArray().beginArray("tables");
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(to, BUFFER))) {
            for (BackupTable table : BackupTable.values()) {
                zip.putNextEntry(new ZipEntry(table.file()));
                Hashing hashing = new Hashing(zip);
                long rows = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(table.copyOut(), hashing);
                zip.closeEntry();
                manifest.beginObject()
                        .member("table", table.table())
                        .member("rows", Long.valueOf(rows))
                        .member("sha256", hashing.hex())
                        .endObject();
            }
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(manifest.endArray().endObject().toBytes());
            zip.closeEntry();
        }
        return logs;
    }

    private static void checkComplete(Connection connection) throws SQLException {
        Set<String> forgotten = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement(TABLES);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                forgotten.add(rows.getString(1));
            }
        }
        for (BackupTable table : BackupTable.values()) {
            forgotten.remove(table.table());
        }
        if (!forgotten.isEmpty()) {
            throw new IllegalStateException(
                    "a backup would leave out the tables " + forgotten + " of kept_log: they are named in BackupTable");
        }
    }

    private static List<LogState> logs(Connection connection) throws SQLException {
        List<LogState> logs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LOGS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                logs.add(new LogState(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getLong(3),
                        Frontier.of(rows.getLong(3), rows.getBytes(4)).root().base64()));
            }
        }
        return logs;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every JDK has SHA-256", failure);
        }
    }

    /// Hashes what passes through, and never closes what it passes it to.
    private static final class Hashing extends FilterOutputStream {
        private final MessageDigest digest = sha256();

        Hashing(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            digest.update((byte) one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
