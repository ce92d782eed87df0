package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// The public keys that sign one log's checkpoints, as its nodes agree on them.
public final class LogKeys {
    private static final String FIRST = """
            insert into kept_log.log_key (log, vkey, since_micros)
            select log, ?, ? from kept_log.log where log = ?
              and not exists (select from kept_log.log_key k where k.log = ?)
            """;
    private static final String ADD = """
            insert into kept_log.log_key (log, vkey, since_micros) values (?, ?, ?) on conflict (log, vkey) do nothing
            """;
    private static final String SELECT =
            "select vkey, since_micros from kept_log.log_key where log = ? order by since_micros, vkey";
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('kept_log.log_key'), ?)";

    private final DataSource database;
    private final Log log;

    private LogKeys(DataSource database, Log log) {
        this.database = database;
        this.log = log;
    }

    /// @param vkey the public key, `name+id+base64`
    public record Key(String vkey, Instant since) {}

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    public static LogKeys open(LogDatabase database, String name, String origin) {
        return new LogKeys(database.logSource(), Log.open(database.logSource(), name, origin));
    }

    /// The log's keys, the oldest first.
    public List<Key> all() {
        return work(connection -> {
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setInt(1, log.id());
                try (ResultSet rows = select.executeQuery()) {
                    List<Key> keys = new ArrayList<>();
                    while (rows.next()) {
                        keys.add(new Key(rows.getString(1), Micros.toInstant(rows.getLong(2))));
                    }
                    return keys;
                }
            }
        });
    }

    /// Makes this the log's first key, unless it has one.
    ///
    /// @return whether it is the first key now
    public boolean claim(String vkey, Instant since) {
        return work(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                lock.setInt(1, log.id());
                lock.execute();
                try (PreparedStatement insert = connection.prepareStatement(FIRST)) {
                    insert.setString(1, vkey);
                    insert.setLong(2, Micros.of(since));
                    insert.setInt(3, log.id());
                    insert.setInt(4, log.id());
                    boolean first = insert.executeUpdate() == 1;
                    connection.commit();
                    return first;
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /// Adds a key to those of the log.
    public void add(String vkey, Instant since) {
        work(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                insert.setInt(1, log.id());
                insert.setString(2, vkey);
                insert.setLong(3, Micros.of(since));
                return insert.executeUpdate();
            }
        });
    }

    private <T> T work(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the keys of log " + log.name() + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
