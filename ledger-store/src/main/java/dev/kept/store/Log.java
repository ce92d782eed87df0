package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// One log of the database.
///
/// @param id what its rows carry
/// @param name the tenant's ledger it is
/// @param origin its name in the entries and checkpoints that leave the house
record Log(int id, String name, String origin) {
    private static final String INSERT =
            "insert into kept_log.log (name, origin) values (?, ?) on conflict (name) do nothing";

    private static final String SELECT = "select log, name, origin from kept_log.log where name = ?";

    /// The log of this name, which is begun where there is none.
    static Log open(DataSource database, String name, String origin) {
        try (Connection connection = database.getConnection()) {
            Optional<Log> known = find(connection, name);
            if (known.isEmpty()) {
                insert(connection, name, origin);
                known = find(connection, name);
            }
            Log log = known.orElseThrow(() -> new IllegalStateException("log " + name + " vanished while opening it"));
            if (!log.origin.equals(origin)) {
                throw new IllegalStateException("log " + name + " has the origin " + log.origin + ", not " + origin
                        + ": a log keeps its origin for ever, use the one it has or another name");
            }
            return log;
        } catch (SQLException failure) {
            throw new IllegalStateException("log " + name + " cannot be opened: " + failure.getMessage(), failure);
        }
    }

    static Optional<Log> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Log(row.getInt(1), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    private static void insert(Connection connection, String name, String origin) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, name);
            insert.setString(2, origin);
            insert.executeUpdate();
        }
    }
}
