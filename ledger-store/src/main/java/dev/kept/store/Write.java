package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Writes a chained batch in one statement: the head's step, the facts, their keys and tags, or nothing.
///
/// The statement moves the head only from the size that the batch was chained onto. Whoever comes second finds another
/// size, and then there is nothing to insert from: so the head row is lock and comparison in one, and an append
/// outside any other transaction is a single round trip with a single disk flush.
final class Write {
    private static final String INSERT = """
            with head as (
              update kept_log.log set size = ?, accepted_micros = ?, frontier = ?
              where log = ? and size = ?
              returning log
            ), facts as (
              insert into kept_log.fact (log, position, fact_id, stream, version, name, revision,
                                         at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
              select head.log, f.position, f.fact_id::uuid, f.stream, f.version, f.name, f.revision,
                     f.at_micros, f.rec_micros, f.accepted_micros, f.payload, f.meta, f.salt, f.leaf_hash
              from head cross join unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as f(position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                     payload, meta, salt, leaf_hash)
            ), keys as (
              insert into kept_log.fact_key (log, source, source_id, position)
              select head.log, k.source, k.source_id, k.position
              from head cross join unnest(?, ?, ?) as k(source, source_id, position)
            ), tags as (
              insert into kept_log.fact_tag (log, key, value, position)
              select head.log, t.key, t.value, t.position
              from head cross join unnest(?, ?, ?) as t(key, value, position)
            )
            select count(*) from head
            """;

    private record Placed(Draft.Pair pair, long position) {}

    private Write() {}

    /// @return whether it was written; false if the log no longer ends where the batch begins
    static boolean write(Connection connection, int log, long expectedSize, Chain chain, List<Draft> drafts)
            throws SQLException {
        List<StoredFact> facts = chain.facts();
        List<Placed> keys = new ArrayList<>(drafts.size());
        List<Placed> tags = new ArrayList<>(0);
        for (int i = 0; i < facts.size(); i++) {
            long position = facts.get(i).position();
            drafts.get(i).keys().forEach(pair -> keys.add(new Placed(pair, position)));
            drafts.get(i).tags().forEach(pair -> tags.add(new Placed(pair, position)));
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, chain.head().size());
            insert.setLong(2, chain.head().acceptedMicros());
            insert.setBytes(3, chain.head().frontier().toBytes());
            insert.setInt(4, log);
            insert.setLong(5, expectedSize);
            facts(connection, insert, facts);
            placed(connection, insert, 19, keys);
            placed(connection, insert, 22, tags);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1) == 1;
            }
        }
    }

    private static void facts(Connection connection, PreparedStatement insert, List<StoredFact> facts)
            throws SQLException {
        insert.setArray(6, Columns.longs(connection, facts, StoredFact::position));
        insert.setArray(7, Columns.texts(connection, facts, StoredFact::factId));
        insert.setArray(8, Columns.texts(connection, facts, StoredFact::stream));
        insert.setArray(9, Columns.integers(connection, facts, StoredFact::version));
        insert.setArray(10, Columns.texts(connection, facts, StoredFact::name));
        insert.setArray(11, Columns.integers(connection, facts, StoredFact::revision));
        insert.setArray(12, Columns.longs(connection, facts, fact -> Micros.of(fact.at())));
        insert.setArray(13, Columns.longs(connection, facts, fact -> Micros.of(fact.rec())));
        insert.setArray(14, Columns.longs(connection, facts, fact -> Micros.of(fact.acceptedAt())));
        insert.setArray(15, Columns.bytes(connection, facts, StoredFact::payload));
        insert.setArray(16, Columns.bytes(connection, facts, StoredFact::meta));
        insert.setArray(17, Columns.bytes(connection, facts, StoredFact::salt));
        insert.setArray(
                18, Columns.bytes(connection, facts, fact -> fact.leafHash().bytes()));
    }

    private static void placed(Connection connection, PreparedStatement insert, int first, List<Placed> rows)
            throws SQLException {
        insert.setArray(first, Columns.texts(connection, rows, row -> row.pair().first()));
        insert.setArray(
                first + 1, Columns.texts(connection, rows, row -> row.pair().second()));
        insert.setArray(first + 2, Columns.longs(connection, rows, Placed::position));
    }
}
