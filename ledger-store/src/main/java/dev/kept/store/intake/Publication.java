package dev.kept.store.intake;

import dev.kept.store.LogDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/// The right to publish a log's facts under one name, held by one node at a time, and how far it has come.
///
/// The right is a session's advisory lock: it ends with the connection, however that ends. A connection that may still
/// have it is never used again.
public final class Publication implements AutoCloseable {
    private static final String TAKE = "select pg_try_advisory_lock(hashtext(?), hashtext(?))";
    private static final String GIVE_BACK = "select pg_advisory_unlock(hashtext(?), hashtext(?))";

    private static final String BEGIN = """
            insert into kept_log.publication (log, name, position)
            select log, ?, -1 from kept_log.log where name = ? on conflict do nothing
            """;

    private static final String READ = """
            select p.name, p.position from kept_log.publication p join kept_log.log l using (log) where l.name = ?
            """;

    private static final String MOVE = """
            update kept_log.publication set position = ?
            where name = ? and log = (select log from kept_log.log where name = ?)
            """;

    private final LogDatabase database;
    private final Connection connection;
    private final String tenant;
    private final String name;
    private long position;

    private Publication(LogDatabase database, Connection connection, String tenant, String name) throws SQLException {
        this.database = database;
        this.connection = connection;
        this.tenant = tenant;
        this.name = name;
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, name);
            insert.setString(2, tenant);
            insert.executeUpdate();
        }
        this.position = positions(connection, tenant).getOrDefault(name, -1L);
    }

    /// The right, if no other node has it.
    public static Optional<Publication> take(LogDatabase database, String tenant, String name) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        try {
            if (asked(connection, TAKE, tenant, name)) {
                return Optional.of(new Publication(database, connection, tenant, name));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException | RuntimeException | Error failure) {
            database.end(connection);
            throw failure;
        }
    }

    /// The last position that every receiver has acknowledged, by the name of what publishes.
    public static Map<String, Long> positions(LogDatabase database, String tenant) {
        DataSource source = database.dataSource();
        try (Connection connection = source.getConnection()) {
            return positions(connection, tenant);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the publications of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static Map<String, Long> positions(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, tenant);
            Map<String, Long> positions = new TreeMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.put(row.getString(1), row.getLong(2));
                }
            }
            return positions;
        }
    }

    /// -1 before the first.
    public long position() {
        return position;
    }

    public void moveTo(long to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setLong(1, to);
            update.setString(2, name);
            update.setString(3, tenant);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("expected one publication " + name + " of " + tenant + ", found none");
            }
        }
        position = to;
    }

    private static boolean asked(Connection connection, String sql, String tenant, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            select.setString(2, "publication-" + name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            asked(connection, GIVE_BACK, tenant, name);
            connection.close();
        } catch (SQLException | RuntimeException | Error failure) {
            database.end(connection);
            throw failure;
        }
    }
}
