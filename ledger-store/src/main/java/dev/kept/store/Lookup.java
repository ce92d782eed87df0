package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds a whole batch's streams, keys and tags in one round trip, as of one head.
///
/// The head is read first. Positions are dense and never change, so the facts below that head's size are exactly what
/// the log was at that head, whatever is committed in the meantime.
///
/// Of streams that are remembered only the last versions are asked for; where another node has added to one, it is
/// fetched by a second round trip. Lists are compared with `= any`, which walks an index once for all their items:
/// measured a tenth of the cost of one lookup an item. Keys are compared as lists of sources and of source ids, so
/// what is found is matched again by pair. Positions are compared as a sum, which no index leads: a plan made while the
/// log was short would else walk it from its beginning.
///
/// @param head the log's head
/// @param facts what was found below it, each once, in the order of positions
record Lookup(Head head, List<StoredFact> facts) {
    private static final String SELECT = """
            select size, accepted_micros, frontier,
                   (extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint
            from kept_log.log where log = ?;

            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash, null, null
            from kept_log.fact f
            where f.log = ? and f.stream = any(?) and f.position + 0 > ?
            union all
            select null, null, f.stream, max(f.version), null, null, null, null,
                   null, null, null, null, null, null, null
            from kept_log.fact f
            where f.log = ? and f.stream = any(?)
            group by f.stream
            union all
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash, k.source, k.source_id
            from kept_log.fact_key k
            cross join lateral (
              select * from kept_log.fact x where x.log = ? and x.position = k.position offset 0
            ) f
            where k.log = ? and k.source = any(?) and k.source_id = any(?) and k.position > ?
            union all
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash, null, null
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

    private static final String OF_STREAMS = """
            select f.position, f.fact_id, f.stream, f.version, f.name, f.revision, f.at_micros, f.rec_micros,
                   f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
            from kept_log.fact f
            where f.log = ? and f.stream = any(?) and f.position + 0 > ?
            """;

    private static final int SOURCE = 14;
    private static final int SOURCE_ID = 15;

    /// Facts beyond the position `after`.
    ///
    /// @param known the first facts of wanted streams, as many as are remembered
    static Lookup find(Connection connection, int log, Wanted wanted, Map<String, List<StoredFact>> known, long after)
            throws SQLException {
        Set<String> unknown = new HashSet<>(wanted.streams());
        unknown.removeAll(known.keySet());
        Map<Long, StoredFact> found = new TreeMap<>();
        Map<String, Integer> versions = new HashMap<>();
        Head head;
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            bind(connection, select, log, wanted, unknown, known.keySet(), after);
            select.execute();
            try (ResultSet row = select.getResultSet()) {
                head = Head.read(row, log);
            }
            select.getMoreResults();
            try (ResultSet rows = select.getResultSet()) {
                while (rows.next()) {
                    long position = rows.getLong(1);
                    if (rows.wasNull()) {
                        versions.put(rows.getString(3), rows.getInt(4));
                    } else if (position < head.size() && matches(wanted, rows)) {
                        found.put(position, FactRows.fact(rows));
                    }
                }
            }
        }
        addKnown(connection, log, head, known, versions, after, found);
        return new Lookup(head, new ArrayList<>(found.values()));
    }

    private static void bind(
            Connection connection,
            PreparedStatement select,
            int log,
            Wanted wanted,
            Set<String> unknown,
            Set<String> known,
            long after)
            throws SQLException {
        select.setInt(1, log);
        select.setInt(2, log);
        select.setArray(3, Columns.texts(connection, unknown));
        select.setLong(4, after);
        select.setInt(5, log);
        select.setArray(6, Columns.texts(connection, known));
        select.setInt(7, log);
        select.setInt(8, log);
        Set<String> sources = new HashSet<>();
        wanted.keys().forEach(key -> sources.add(key.first()));
        select.setArray(9, Columns.texts(connection, sources));
        select.setArray(10, Columns.texts(connection, wanted.keys(), Draft.Pair::second));
        select.setLong(11, after);
        select.setArray(12, Columns.texts(connection, wanted.tags(), Draft.Pair::first));
        select.setArray(13, Columns.texts(connection, wanted.tags(), Draft.Pair::second));
        select.setInt(14, log);
        select.setLong(15, after);
        select.setInt(16, log);
    }

    private static boolean matches(Wanted wanted, ResultSet row) throws SQLException {
        String source = row.getString(SOURCE);
        return source == null || wanted.keys().contains(new Draft.Pair(source, row.getString(SOURCE_ID)));
    }

    private static void addKnown(
            Connection connection,
            int log,
            Head head,
            Map<String, List<StoredFact>> known,
            Map<String, Integer> versions,
            long after,
            Map<Long, StoredFact> found)
            throws SQLException {
        List<String> grown = new ArrayList<>();
        known.forEach((stream, facts) -> {
            if (versions.getOrDefault(stream, -1) == facts.size() - 1) {
                facts.stream()
                        .filter(fact -> fact.position() > after)
                        .forEach(fact -> found.put(fact.position(), fact));
            } else {
                grown.add(stream);
            }
        });
        if (grown.isEmpty()) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement(OF_STREAMS)) {
            select.setInt(1, log);
            select.setArray(2, Columns.texts(connection, grown));
            select.setLong(3, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong(1) < head.size()) {
                        StoredFact fact = FactRows.fact(rows);
                        found.put(fact.position(), fact);
                    }
                }
            }
        }
    }
}
