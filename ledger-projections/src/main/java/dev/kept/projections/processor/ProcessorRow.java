package dev.kept.projections.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The row that says how far a tenant's views are.
final class ProcessorRow {
    private static final String NAME = "live";

    private static final String BEGIN = """
            insert into kept_view.processor (tenant, name, position) values (?, ?, -1) on conflict do nothing
            """;

    /// Rows and position are one transaction, and the facts are durable already: what a crash of the server takes away
    /// is folded again, so nobody waits for the disk. Each statement has one plan that is good, by keys, and its
    /// parameters are long: planning for their values would copy them and gain nothing.
    private static final String LOCK = """
            select position, set_config('synchronous_commit', 'off', true), set_config('search_path', 'kept_view', true),
              set_config('plan_cache_mode', 'force_generic_plan', true)
            from kept_view.processor where tenant = ? and name = ? for update
            """;

    private static final String MOVE = """
            update kept_view.processor set position = ? where tenant = ? and name = ?
            """;

    private static final String PEEK = "select position from kept_view.processor where tenant = ? and name = ?";

    private static final String STATISTICS = "select kept_view.update_statistics()";

    private static final String SEARCH_VIEWS = "select set_config('search_path', 'kept_view', true)";

    private ProcessorRow() {}

    /// Makes this transaction the only one that moves the views on.
    static long lock(Connection connection, String tenant) throws SQLException {
        long position = select(connection, LOCK, tenant);
        if (position != Long.MIN_VALUE) {
            return position;
        }
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, tenant);
            insert.setString(2, NAME);
            insert.executeUpdate();
        }
        connection.commit();
        return select(connection, LOCK, tenant);
    }

    /// The same within a transaction that has done something already.
    static long lockOrBegin(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setString(1, tenant);
            insert.setString(2, NAME);
            insert.executeUpdate();
        }
        return select(connection, LOCK, tenant);
    }

    /// Lets the database look at the tables, which it would do by itself a minute or two later: until then all plans
    /// rest on guesses.
    static void updateStatistics(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(STATISTICS)) {
            update.execute();
        }
    }

    static void move(Connection connection, String tenant, long to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setLong(1, to);
            update.setString(2, tenant);
            update.setString(3, NAME);
            update.executeUpdate();
        }
    }

    /// Names without a schema mean the views until this transaction ends.
    static void searchViews(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SEARCH_VIEWS)) {
            select.execute();
        }
    }

    /// -1 where nothing was projected yet.
    static long peek(Connection connection, String tenant) throws SQLException {
        return Math.max(-1, select(connection, PEEK, tenant));
    }

    private static long select(Connection connection, String sql, String tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            select.setString(2, NAME);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : Long.MIN_VALUE;
            }
        }
    }
}
