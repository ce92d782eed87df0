package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.jspecify.annotations.Nullable;

/// What an append builds on: a head, and where streams end at it.
///
/// Sourcing leaves it in the processing context, so that an append whose head has not moved since needs to read
/// nothing. A stream that is absent has not been looked at; a stream without facts ends at [StreamEnd#NONE].
record Ground(Head head, Map<String, StreamEnd> ends) {
    static final ResourceKey<Ground> KEY = ResourceKey.withLabel("kept.ground");

    private static final String SELECT = """
            select size, accepted_micros, frontier,
                   (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint
            from kept_log.log where log = ?;

            select last.stream, last.version, f.position, f.leaf_hash
            from (
              select x.stream, max(x.version) as version from kept_log.fact x
              where x.log = ? and x.stream = any(?)
              group by x.stream
            ) last
            cross join lateral (
              select x.position, x.leaf_hash from kept_log.fact x
              where x.log = ? and x.stream = last.stream and x.version = last.version offset 0
            ) f
            """;

    private static final String LOCK = "select from kept_log.log where log = ? for update";

    /// Reads the head first: a fact beyond it that shows up in a stream's end makes the append lose its race, never
    /// win it wrongly.
    static Ground read(Connection connection, int log, Collection<String> streams) throws SQLException {
        Map<String, StreamEnd> ends = new HashMap<>();
        streams.forEach(stream -> ends.put(stream, StreamEnd.NONE));
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, log);
            select.setInt(2, log);
            select.setArray(3, Columns.texts(connection, streams));
            select.setInt(4, log);
            select.execute();
            Head head = head(select, log);
            select.getMoreResults();
            try (ResultSet rows = select.getResultSet()) {
                while (rows.next()) {
                    ends.put(rows.getString(1), StreamEnd.read(rows));
                }
            }
            return new Ground(head, ends);
        }
    }

    /// Takes the head for this transaction alone.
    static void lock(Connection connection, int log) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setInt(1, log);
            select.execute();
        }
    }

    /// Both, if they stand on one head; else the newer alone.
    static Ground merge(@Nullable Ground before, Ground after) {
        if (before == null || before.head.size() != after.head.size()) {
            return after;
        }
        Map<String, StreamEnd> ends = new HashMap<>(before.ends);
        ends.putAll(after.ends);
        return new Ground(after.head, ends);
    }

    private static Head head(PreparedStatement select, int log) throws SQLException {
        try (ResultSet row = select.getResultSet()) {
            return Head.read(row, log);
        }
    }
}
