package dev.kept.projections.reliability;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// How far the scores of a ledger are: the last fact in them, and the day on which it was accepted.
final class ScoreClock {
    private static final String READ = "select day from score_clock where tenant = ?";

    private static final String WRITE = """
            insert into score_clock (tenant, position, day) values (?, ?, ?)
            on conflict (tenant) do update set position = excluded.position, day = excluded.day
            """;

    private ScoreClock() {}

    /// Null before the first fact.
    static @Nullable Integer day(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, tenant);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? (Integer) row.getInt(1) : null;
            }
        }
    }

    static void set(Connection connection, String tenant, long position, int day) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(WRITE)) {
            upsert.setString(1, tenant);
            upsert.setLong(2, position);
            upsert.setInt(3, day);
            upsert.executeUpdate();
        }
    }
}
