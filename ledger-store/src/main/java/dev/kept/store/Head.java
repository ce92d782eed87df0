package dev.kept.store;

import dev.kept.domain.audit.Frontier;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Where a log ends.
///
/// @param acceptedMicros acceptance time of the last fact
/// @param frontier the tree's right edge over all leaves; its size is the log's size
record Head(long acceptedMicros, Frontier frontier) {
    /// Reads the columns `size, accepted_micros, frontier`.
    static Head read(ResultSet row) throws SQLException {
        return new Head(row.getLong(2), Frontier.of(row.getLong(1), row.getBytes(3)));
    }

    long size() {
        return frontier.size();
    }
}
