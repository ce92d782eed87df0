package dev.kept.store;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Where a log ends.
///
/// @param acceptedMicros acceptance time of the last fact
/// @param frontier the tree's right edge over all leaves; its size is the log's size
/// @param serverStart when the server was started: what is remembered of a log holds for one run of its server, since
///     between two runs a backup may have been restored
record Head(long acceptedMicros, Frontier frontier, long serverStart) {
    private static final String SELECT = """
            select size, accepted_micros, frontier,
                   (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint
            from kept_log.log where log = ?
            """;

    static Head read(Connection connection, int log) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, log);
            try (ResultSet row = select.executeQuery()) {
                return read(row, log);
            }
        }
    }

    /// Reads the columns size, accepted_micros, frontier and the server's start.
    static Head read(ResultSet row, int log) throws SQLException {
        if (!row.next()) {
            throw new IllegalStateException("log " + log + " is not in the database");
        }
        return new Head(row.getLong(2), Frontier.of(row.getLong(1), row.getBytes(3)), row.getLong(4));
    }

    long size() {
        return frontier.size();
    }

    Head extended(long acceptedMicros, List<Hash> leaves) {
        return new Head(acceptedMicros, frontier.appendAll(leaves), serverStart);
    }
}
