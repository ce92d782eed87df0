package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds a whole batch's streams, keys and tags in one round trip, as of one head.
///
/// The head is read first. Positions are dense and never change, so the facts below that head's size are exactly what
/// the log was at that head, whatever is committed in the meantime.
///
/// @param head the log's head
/// @param facts what was found below it, each once, in the order of positions
record Lookup(Head head, List<StoredFact> facts) {
    private static final String SELECT = """
            select size, accepted_micros, frontier,
                   (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint
            from kept_log.log where log = ?;

            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
            from unnest(?, ?) as wanted(stream, version)
            cross join lateral (
              select * from kept_log.fact x
              where x.log = ? and x.stream = wanted.stream and x.version >= wanted.version
              order by x.version offset 0
            ) f
            where f.position > ?
            union all
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
            from unnest(?, ?) as wanted(source, source_id)
            cross join lateral (
              select k.position from kept_log.fact_key k
              where k.log = ? and k.source = wanted.source and k.source_id = wanted.source_id and k.position > ?
              offset 0
            ) found
            cross join lateral (
              select * from kept_log.fact x where x.log = ? and x.position = found.position offset 0
            ) f
            union all
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
            from unnest(?, ?) as wanted(key, value)
            cross join lateral (
              select t.position from kept_log.fact_tag t
              where t.log = ? and t.key = wanted.key and t.value = wanted.value and t.position > ?
              offset 0
            ) found
            cross join lateral (
              select * from kept_log.fact x where x.log = ? and x.position = found.position offset 0
            ) f
            """;

    /// Facts beyond the position `after`.
    ///
    /// @param known the first facts of wanted streams, as many as are known; only what follows them is fetched
    static Lookup find(Connection connection, int log, Wanted wanted, Map<String, List<StoredFact>> known, long after)
            throws SQLException {
        List<String> streams = List.copyOf(wanted.streams());
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, log);
            select.setArray(2, Columns.texts(connection, streams));
            select.setArray(
                    3,
                    Columns.integers(
                            connection,
                            streams,
                            stream -> known.getOrDefault(stream, List.of()).size()));
            select.setInt(4, log);
            select.setLong(5, after);
            select.setArray(6, Columns.texts(connection, wanted.keys(), Draft.Pair::first));
            select.setArray(7, Columns.texts(connection, wanted.keys(), Draft.Pair::second));
            select.setInt(8, log);
            select.setLong(9, after);
            select.setInt(10, log);
            select.setArray(11, Columns.texts(connection, wanted.tags(), Draft.Pair::first));
            select.setArray(12, Columns.texts(connection, wanted.tags(), Draft.Pair::second));
            select.setInt(13, log);
            select.setLong(14, after);
            select.setInt(15, log);
            select.execute();
            Head head = head(select, log);
            select.getMoreResults();
            return new Lookup(head, facts(select, head.size(), known, after));
        }
    }

    private static Head head(PreparedStatement select, int log) throws SQLException {
        try (ResultSet row = select.getResultSet()) {
            return Head.read(row, log);
        }
    }

    private static List<StoredFact> facts(
            PreparedStatement select, long end, Map<String, List<StoredFact>> known, long after) throws SQLException {
        Map<Long, StoredFact> found = new TreeMap<>();
        for (List<StoredFact> facts : known.values()) {
            for (StoredFact fact : facts) {
                if (fact.position() > after) {
                    found.put(fact.position(), fact);
                }
            }
        }
        try (ResultSet rows = select.getResultSet()) {
            while (rows.next()) {
                if (rows.getLong(1) < end) {
                    StoredFact fact = FactRows.fact(rows);
                    found.put(fact.position(), fact);
                }
            }
        }
        return new ArrayList<>(found.values());
    }
}
