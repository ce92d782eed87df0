package dev.kept.store;

import dev.kept.domain.audit.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what proofs are made of: leaf hashes, and facts with the leaf before them in their stream.
final class ProofRows {
    private static final String LEAVES =
            "select leaf_hash from kept_log.fact where log = ? and position >= ? order by position limit ?";

    private static final String BETWEEN = """
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash, p.leaf_hash
            from kept_log.fact f
            left join kept_log.fact p on p.log = f.log and p.stream = f.stream and p.version = f.version - 1
            where f.log = ? and f.position >= ? and f.position < ?
            order by f.position
            """;

    private static final String OF_STREAM = """
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash, p.leaf_hash
            from kept_log.fact f
            left join kept_log.fact p on p.log = f.log and p.stream = f.stream and p.version = f.version - 1
            where f.log = ? and f.stream = ?
            order by f.version
            """;

    private static final String IN_STREAMS = """
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash, p.leaf_hash
            from kept_log.fact f
            left join kept_log.fact p on p.log = f.log and p.stream = f.stream and p.version = f.version - 1
            where f.log = ? and (f.stream, f.version) > (?, ?) and f.position < ?
            order by f.stream, f.version
            limit ?
            """;

    private static final int PREVIOUS = 14;

    private ProofRows() {}

    /// @param previous leaf hash of the fact before it in its stream; null if there is none
    record Row(StoredFact fact, @Nullable Hash previous) {}

    static List<Hash> leaves(Connection connection, int log, long from, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LEAVES)) {
            select.setInt(1, log);
            select.setLong(2, from);
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<Hash> leaves = new ArrayList<>();
                while (rows.next()) {
                    leaves.add(Hash.of(rows.getBytes(1)));
                }
                return leaves;
            }
        }
    }

    static List<Row> between(Connection connection, int log, long from, long end) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BETWEEN)) {
            select.setInt(1, log);
            select.setLong(2, from);
            select.setLong(3, end);
            return list(select);
        }
    }

    static List<Row> ofStream(Connection connection, int log, String stream) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_STREAM)) {
            select.setInt(1, log);
            select.setString(2, stream);
            return list(select);
        }
    }

    static List<Row> inStreams(Connection connection, int log, String stream, int version, long end, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IN_STREAMS)) {
            select.setInt(1, log);
            select.setString(2, stream);
            select.setInt(3, version);
            select.setLong(4, end);
            select.setInt(5, limit);
            return list(select);
        }
    }

    private static List<Row> list(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Row> list = new ArrayList<>();
            while (rows.next()) {
                byte[] previous = rows.getBytes(PREVIOUS);
                list.add(new Row(FactRows.fact(rows), previous == null ? null : Hash.of(previous)));
            }
            return list;
        }
    }
}
