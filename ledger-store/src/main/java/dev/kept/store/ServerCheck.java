package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What a server must report before the ledger trusts it with a fact.
///
/// With `fsync` or `full_page_writes` off a power cut loses or tears what was acknowledged; with `synchronous_commit`
/// off a crash of the server alone does. `synchronous_commit` may ask for more than `on`, never for less; `local` is
/// durable here but not on the standbys that were asked for.
final class ServerCheck {
    static final int OLDEST_VERSION = 150_000;

    private static final List<String> DURABLE_COMMITS = List.of("on", "remote_write", "remote_apply");

    private ServerCheck() {}

    /// Where a setting's value comes from.
    @FunctionalInterface
    interface Settings {
        String get(String name) throws SQLException;
    }

    static void check(Connection connection) throws SQLException {
        check(name -> setting(connection, name));
    }

    static void check(Settings settings) throws SQLException {
        if (Integer.parseInt(settings.get("server_version_num")) < OLDEST_VERSION) {
            throw new IllegalStateException("PostgreSQL " + settings.get("server_version")
                    + " is too old for the log: upgrade the server to 15 or later.");
        }
        demand(settings, "fsync", List.of("on"));
        demand(settings, "full_page_writes", List.of("on"));
        demand(settings, "synchronous_commit", DURABLE_COMMITS);
    }

    private static void demand(Settings settings, String name, List<String> safe) throws SQLException {
        String actual = settings.get(name);
        if (!safe.contains(actual)) {
            throw new IllegalStateException("The server runs with " + name + " = " + actual
                    + " and could lose acknowledged facts: set " + name
                    + " = on in postgresql.conf (and in no ALTER ROLE or ALTER DATABASE), then reload the server.");
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select current_setting(?)")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
