package dev.kept.app.support.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// How people rate themselves, for their own eyes: every statement names its author to the database, whose row-level
/// security shows no other row, whatever the statement asks for.
public final class SelfRatings {
    public static final int LOWEST = 1;
    public static final int HIGHEST = 10;

    private static final String AUTHOR = "select set_config('kept.author', ?, true)";
    private static final String READ = """
            select rated_micros, promisor, professionalism, integrity, caring, knowledge
            from kept_log.self_rating where tenant = ? order by rated_micros limit ?
            """;
    private static final String WRITE = """
            insert into kept_log.self_rating
              (tenant, author, rated_micros, promisor, professionalism, integrity, caring, knowledge)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
            """;
    private static final int MAX_READ = 1_000;

    private final String tenant;
    private final DataSource database;
    private final InstantSource clock;

    public SelfRatings(String tenant, DataSource database, InstantSource clock) {
        this.tenant = tenant;
        this.database = database;
        this.clock = clock;
    }

    /// Four ratings from 1 to 10.
    ///
    /// @param promisor whose record they are laid beside
    public record Rating(String promisor, int professionalism, int integrity, int caring, int knowledge) {}

    /// A rating and its day.
    public record Dated(Instant at, Rating rating) {}

    /// The author's own, the oldest first.
    public List<Dated> of(String author) {
        return as(author, connection -> {
            try (PreparedStatement select = connection.prepareStatement(READ)) {
                select.setString(1, tenant);
                select.setInt(2, MAX_READ);
                List<Dated> ratings = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        ratings.add(new Dated(
                                Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS),
                                new Rating(
                                        row.getString(2), row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6))));
                    }
                }
                return ratings;
            }
        });
    }

    public void rate(String author, Rating rating) {
        as(author, connection -> {
            try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
                insert.setString(1, tenant);
                insert.setString(2, author);
                insert.setLong(3, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
                insert.setString(4, rating.promisor());
                insert.setInt(5, rating.professionalism());
                insert.setInt(6, rating.integrity());
                insert.setInt(7, rating.caring());
                insert.setInt(8, rating.knowledge());
                return insert.executeUpdate();
            }
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T as(String author, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement(AUTHOR)) {
                select.setString(1, author);
                select.execute();
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the self-ratings cannot be read: " + failure.getMessage(), failure);
        }
    }
}
