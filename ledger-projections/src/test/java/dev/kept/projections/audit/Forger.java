package dev.kept.projections.audit;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// An attacker with a superuser's rights in the ledger's database.
final class Forger {
    private static final String INSERT = """
            insert into kept_log.fact (log, position, fact_id, stream, version, name, revision, at_micros, rec_micros,
                                       accepted_micros, payload, meta, salt, leaf_hash)
            select min(log), ?, ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from kept_log.log
            """;

    private final TestLedger ledger;

    Forger(TestLedger ledger) throws SQLException {
        this.ledger = ledger;
        ledger.execute("create table public.fact_before as table kept_log.fact");
        ledger.execute("create table public.log_before as table kept_log.log");
    }

    /// Runs statements with every trigger off.
    void superuser(String... statements) throws SQLException {
        StringBuilder all = new StringBuilder("set session_replication_role = replica;"
                + " alter table kept_log.fact disable trigger all; alter table kept_log.log disable trigger all;");
        for (String statement : statements) {
            all.append(statement).append(';');
        }
        ledger.execute(all.toString());
    }

    void restore() throws SQLException {
        superuser(
                "delete from kept_log.fact",
                "insert into kept_log.fact select * from public.fact_before",
                "update kept_log.log l set size = b.size, accepted_micros = b.accepted_micros, frontier = b.frontier"
                        + " from public.log_before b where b.log = l.log");
    }

    static byte[] append(byte[] bytes, String text) {
        byte[] more = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return all;
    }

    static StoredFact with(StoredFact fact, byte[] payload) {
        return fact(fact, fact.factId(), fact.stream(), payload);
    }

    static StoredFact copy(StoredFact fact, String commitment) {
        return fact(fact, new UUID(7, 7).toString(), Entry.streamOf(commitment), fact.payload());
    }

    private static StoredFact fact(StoredFact fact, String factId, String stream, byte[] payload) {
        return new StoredFact(
                fact.position(),
                factId,
                stream,
                fact.version(),
                fact.name(),
                fact.revision(),
                fact.at(),
                fact.rec(),
                fact.acceptedAt(),
                payload,
                fact.meta(),
                fact.salt(),
                fact.leafHash());
    }

    /// Rewrites the whole log so that nothing inside it contradicts anything: positions, versions, chains, leaf hashes
    /// and the head are made anew.
    void rewrite(UnaryOperator<List<StoredFact>> attack) throws SQLException {
        List<StoredFact> facts =
                attack.apply(new ArrayList<>(ledger.log.stream(-1).toList()));
        superuser("delete from kept_log.fact");
        Map<String, Integer> versions = new HashMap<>();
        Map<String, Hash> ends = new HashMap<>();
        List<Hash> leaves = new ArrayList<>();
        try (Connection connection = ledger.access.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT);
                Statement set = connection.createStatement()) {
            set.execute("set session_replication_role = replica");
            for (StoredFact fact : facts) {
                int version = versions.merge(fact.stream(), 1, Integer::sum) - 1;
                StoredFact placed = new StoredFact(
                        leaves.size(),
                        fact.factId(),
                        fact.stream(),
                        version,
                        fact.name(),
                        fact.revision(),
                        fact.at(),
                        fact.rec(),
                        fact.acceptedAt(),
                        fact.payload(),
                        fact.meta(),
                        fact.salt(),
                        fact.leafHash());
                Hash leaf = ledger.log.entry(placed, ends.get(fact.stream())).leafHash();
                ends.put(fact.stream(), leaf);
                leaves.add(leaf);
                insert(insert, placed, leaf);
            }
            Frontier frontier = Frontier.EMPTY.appendAll(leaves);
            try (PreparedStatement head =
                    connection.prepareStatement("update kept_log.log set size = ?, frontier = ?")) {
                head.setLong(1, frontier.size());
                head.setBytes(2, frontier.toBytes());
                head.executeUpdate();
            }
        }
    }

    private static void insert(PreparedStatement insert, StoredFact fact, Hash leaf) throws SQLException {
        insert.setLong(1, fact.position());
        insert.setString(2, fact.factId());
        insert.setString(3, fact.stream());
        insert.setInt(4, fact.version());
        insert.setString(5, fact.name());
        insert.setInt(6, fact.revision());
        insert.setLong(7, micros(fact.at()));
        insert.setLong(8, micros(fact.rec()));
        insert.setLong(9, micros(fact.acceptedAt()));
        insert.setBytes(10, fact.payload());
        insert.setBytes(11, fact.meta());
        insert.setBytes(12, fact.salt());
        insert.setBytes(13, leaf.bytes());
        insert.executeUpdate();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
