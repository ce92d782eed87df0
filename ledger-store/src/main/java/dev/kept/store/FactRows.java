package dev.kept.store;

import dev.kept.domain.audit.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads facts: one method a statement, each led by an index.
final class FactRows {
    private static final String AFTER = """
            select position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                   payload, meta, salt, leaf_hash
            from kept_log.fact
            where log = ? and position > ? and position < ?
            order by position
            limit ?
            """;

    /// Sorted apart: no index of positions is to be walked for their order.
    private static final String OF_STREAMS = """
            select * from (
              select position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                     payload, meta, salt, leaf_hash
              from kept_log.fact
              where log = ? and stream = any(?)
              offset 0
            ) found
            order by position
            """;

    private static final String BY_ID = """
            select position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                   payload, meta, salt, leaf_hash
            from kept_log.fact
            where log = ? and fact_id = ?
            """;

    private static final String BY_KEY = """
            select position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                   payload, meta, salt, leaf_hash
            from kept_log.fact
            where log = ? and position = (
              select k.position from kept_log.fact_key k where k.log = ? and k.source = ? and k.source_id = ?)
            """;

    private static final String TAGGED = """
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
            from kept_log.fact_tag t join kept_log.fact f on f.log = t.log and f.position = t.position
            where t.log = ? and t.key = ? and t.value = ?
            order by t.position
            """;

    private static final String TAGGED_FROM = """
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
            from kept_log.fact_tag t join kept_log.fact f on f.log = t.log and f.position = t.position
            where t.log = ? and t.key = ? and t.value >= ? and starts_with(t.value, ?)
            order by t.position
            """;

    private static final String LEAF_BEFORE =
            "select leaf_hash from kept_log.fact where log = ? and stream = ? and version = ?";

    private static final String ACCEPTED_AT =
            "select accepted_micros from kept_log.fact where log = ? and position = ?";

    private FactRows() {}

    /// Facts beyond `after` and below `end`, in the order of positions.
    static List<StoredFact> between(Connection connection, int log, long after, long end, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AFTER)) {
            select.setInt(1, log);
            select.setLong(2, after);
            select.setLong(3, end);
            select.setInt(4, limit);
            return list(select);
        }
    }

    static List<StoredFact> ofStreams(Connection connection, int log, Collection<String> streams) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_STREAMS)) {
            select.setInt(1, log);
            select.setArray(2, Columns.texts(connection, streams));
            return list(select);
        }
    }

    static Optional<StoredFact> byId(Connection connection, int log, UUID factId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BY_ID)) {
            select.setInt(1, log);
            select.setObject(2, factId);
            return list(select).stream().findFirst();
        }
    }

    static Optional<StoredFact> byKey(Connection connection, int log, String source, String sourceId)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BY_KEY)) {
            select.setInt(1, log);
            select.setInt(2, log);
            select.setString(3, source);
            select.setString(4, sourceId);
            return list(select).stream().findFirst();
        }
    }

    static List<StoredFact> tagged(Connection connection, int log, String key, String value) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TAGGED)) {
            select.setInt(1, log);
            select.setString(2, key);
            select.setString(3, value);
            return list(select);
        }
    }

    static List<StoredFact> taggedFrom(Connection connection, int log, String key, String begin) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TAGGED_FROM)) {
            select.setInt(1, log);
            select.setString(2, key);
            select.setString(3, begin);
            select.setString(4, begin);
            return list(select);
        }
    }

    static Optional<Hash> leaf(Connection connection, int log, String stream, int version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LEAF_BEFORE)) {
            select.setInt(1, log);
            select.setString(2, stream);
            select.setInt(3, version);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Hash.of(row.getBytes(1))) : Optional.empty();
            }
        }
    }

    /// The first position whose acceptance is not before `micros`, or `end`: acceptance never decreases, so halving
    /// the log finds it without an index of its own.
    static long firstAcceptedFrom(Connection connection, int log, long micros, long end) throws SQLException {
        long low = 0;
        long high = end;
        try (PreparedStatement select = connection.prepareStatement(ACCEPTED_AT)) {
            select.setInt(1, log);
            while (low < high) {
                long middle = (low + high) >>> 1;
                select.setLong(2, middle);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    if (row.getLong(1) < micros) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
            }
        }
        return low;
    }

    static StoredFact fact(ResultSet row) throws SQLException {
        return new StoredFact(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getInt(6),
                Micros.toInstant(row.getLong(7)),
                Micros.toInstant(row.getLong(8)),
                Micros.toInstant(row.getLong(9)),
                row.getBytes(10),
                row.getBytes(11),
                row.getBytes(12),
                Hash.of(row.getBytes(13)));
    }

    private static List<StoredFact> list(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<StoredFact> facts = new ArrayList<>();
            while (rows.next()) {
                facts.add(fact(rows));
            }
            return facts;
        }
    }
}
