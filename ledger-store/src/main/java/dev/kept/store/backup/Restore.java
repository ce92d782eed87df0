package dev.kept.store.backup;

import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;

/// Reads a backup and loads it into an empty database of the same schema: all of it, or nothing.
public final class Restore implements AutoCloseable {
    private static final String ANY_LOG = "select exists (select from kept_log.log)";

    /// Identities go on behind the rows that were loaded.
    private static final String CONTINUE = """
            do $$
            declare
              one record;
              last bigint;
            begin
              for one in
                select c.relname, a.attname from pg_catalog.pg_attribute a
                join pg_catalog.pg_class c on c.oid = a.attrelid
                join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'kept_log' and a.attidentity <> ''
              loop
                execute format('select max(%I) from kept_log.%I', one.attname, one.relname) into last;
                if last is not null then
                  perform setval(pg_get_serial_sequence(format('kept_log.%I', one.relname), one.attname), last);
                end if;
              end loop;
            end
            $$
            """;

    private final ZipFile zip;
    private final JsonObject manifest;

    private Restore(ZipFile zip, JsonObject manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /// The file is no backup, or is damaged; the message says how.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    public static Restore open(Path file) throws IOException, Unusable {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            ZipEntry entry = zip.getEntry(Backup.MANIFEST);
            if (entry == null) {
                throw new Unusable(file + " is no backup of a ledger, or was cut short: it has no " + Backup.MANIFEST);
            }
            try (InputStream in = zip.getInputStream(entry)) {
                if (!(JsonReader.read(in.readAllBytes()) instanceof JsonObject manifest)
                        || !Backup.FORMAT.equals(text(manifest, "format"))) {
                    throw new Unusable(file + " is no backup of the format " + Backup.FORMAT);
                }
                return new Restore(zip, manifest);
            } catch (JsonException fault) {
                throw new Unusable(file + " has a damaged " + Backup.MANIFEST + ": " + fault.getMessage());
            }
        } catch (IOException | Unusable | RuntimeException failure) {
            zip.close();
            throw failure;
        }
    }

    /// Version of the log's schema that it was made with.
    public String schema() throws Unusable {
        return text(manifest, "schema");
    }

    public String madeAt() throws Unusable {
        return text(manifest, "madeAt");
    }

    public List<Backup.LogState> logs() throws Unusable {
        List<Backup.LogState> logs = new ArrayList<>();
        for (JsonObject log : objects("logs")) {
            logs.add(new Backup.LogState(
                    text(log, "name"), text(log, "origin"), number(log, "size"), text(log, "root")));
        }
        return logs;
    }

    /// Loads every table in one transaction.
    ///
    /// @param connection with the rights of the tables' owner, to a database without logs
    /// @throws Unusable if a table is missing or is not what the manifest says, or there are logs already
    public void into(Connection connection) throws SQLException, IOException, Unusable {
        connection.setAutoCommit(false);
        try {
            try (PreparedStatement select = connection.prepareStatement(ANY_LOG);
                    ResultSet row = select.executeQuery()) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new Unusable("there is a ledger in this database already; restore into an empty one");
                }
            }
            List<JsonObject> tables = objects("tables");
            for (BackupTable table : BackupTable.values()) {
                for (JsonObject one : tables) {
                    if (text(one, "table").equals(table.table())) {
                        load(connection, table, one);
                    }
                }
            }
            try (PreparedStatement identities = connection.prepareStatement(CONTINUE)) {
                identities.execute();
            }
            connection.commit();
        } finally {
            connection.rollback();
        }
    }

    private void load(Connection connection, BackupTable table, JsonObject expected)
            throws SQLException, IOException, Unusable {
        ZipEntry entry = zip.getEntry(table.file());
        if (entry == null) {
            throw new Unusable("the backup lacks the table " + table.table() + " that its manifest names");
        }
        MessageDigest digest = Backup.sha256();
        long rows;
        try (InputStream in = new DigestInputStream(zip.getInputStream(entry), digest)) {
            rows = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copyIn(), in);
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        if (rows != number(expected, "rows") || !hash.equals(text(expected, "sha256"))) {
            throw new Unusable("the table " + table.table() + " is not the one that was backed up: expected "
                    + number(expected, "rows") + " rows with the SHA-256 " + text(expected, "sha256") + ", found "
                    + rows
                    + " with " + hash);
        }
    }

    private List<JsonObject> objects(String name) throws Unusable {
        List<JsonObject> objects = new ArrayList<>();
        if (manifest.get(name) instanceof JsonArray(var items)) {
            for (JsonValue item : items) {
                if (item instanceof JsonObject object) {
                    objects.add(object);
                }
            }
        }
        if (objects.isEmpty() && !name.equals("logs")) {
            throw new Unusable("the backup's manifest names no " + name);
        }
        return objects;
    }

    private static String text(JsonObject object, String name) throws Unusable {
        if (object.get(name) instanceof JsonText(String text)) {
            return text;
        }
        throw new Unusable("the backup's manifest lacks " + name);
    }

    private static long number(JsonObject object, String name) throws Unusable {
        if (object.get(name) instanceof JsonNumber(String number) && number.matches("[0-9]{1,18}")) {
            return Long.parseLong(number);
        }
        throw new Unusable("the backup's manifest lacks " + name);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
