package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.RecordFacts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What an appended fact costs as the log grows.
///
/// Between the measurements the server fills the log by itself, with rows like the log's own: made and met of ever new
/// orders, under unique keys and time-ordered ids. Their leaf hashes are no tree's, so this log could not be proved;
/// what an append, a lookup and an index cost does not depend on that.
final class Growth {
    static final long CHUNK = 500_000;

    private static final String TEMPLATE = "template";
    private static final int WARM = 8;

    private static final String FILL_FACTS = """
            insert into kept_log.fact (log, position, fact_id, stream, version, name, revision, at_micros, rec_micros,
                                       accepted_micros, payload, meta, salt, leaf_hash)
            select t.log, p.position,
                   (substr(p.hex, 1, 8) || '-' || substr(p.hex, 9, 4) || '-7' || lpad(to_hex(p.position % 4096), 3, '0')
                    || '-8' || substr(p.digest, 1, 3) || '-' || substr(p.digest, 4, 12))::uuid,
                   replace(t.stream, ?, p.item), t.version, t.name, t.revision, t.at_micros, t.rec_micros,
                   t.accepted_micros, convert_to(replace(t.payload, ?, p.item), 'UTF8'),
                   convert_to(replace(t.meta, ?, p.item), 'UTF8'),
                   decode(p.digest || p.digest, 'hex'), decode(p.digest || p.digest, 'hex')
            from (
              select position, 'item-' || position / 2 as item,
                     lpad(to_hex(1600000000000 + position / 4096), 12, '0') as hex, md5(position::text) as digest
              from generate_series(?::bigint, ?::bigint) as position
            ) p
            join (
              select log, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                     convert_from(payload, 'UTF8') as payload, convert_from(meta, 'UTF8') as meta
              from kept_log.fact where position < 2
            ) t on t.version = p.position % 2
            """;

    private static final String FILL_KEYS = """
            insert into kept_log.fact_key (log, source, source_id, position)
            select l.log, ?, 'item-' || position / 2 || case position % 2 when 0 then '-made' else '-met' end, position
            from kept_log.log l cross join generate_series(?::bigint, ?::bigint) as position
            """;

    private static final String MOVE_HEAD = "update kept_log.log set size = ?, frontier = ?";

    private final Server server;
    private final Server.Access access;
    private final Rounds rounds;
    private final int batches;
    private final Random random = new Random(42);

    Growth(Server server, Server.Access access, Rounds rounds, int batches) {
        this.server = server;
        this.access = access;
        this.rounds = rounds;
        this.batches = batches;
    }

    static String recent(long size) {
        return "import, " + size;
    }

    static String old(long size) {
        return "import to old orders, " + size;
    }

    void run(long[] sizes) throws Exception {
        try (Ours ours = Ours.inTheClear(access)) {
            Orders template = new Orders("x");
            ours.record(List.of(template.made(TEMPLATE), template.met(TEMPLATE)));
        }
        try (Ours ours = new Ours(access)) {
            // vacuum of what was filled is no part of an append, and would fall into some measurements only
            execute("alter table kept_log.fact set (autovacuum_enabled = false)");
            execute("alter table kept_log.fact_key set (autovacuum_enabled = false)");
            for (long size : sizes) {
                fill(ours, size);
                server.checkpoint();
                measure(ours, size);
            }
        }
    }

    private void fill(Ours ours, long size) throws SQLException {
        long from = ours.reader.head().size();
        // even, so that an order's two facts stay together
        long to = size + size % 2;
        if (from % 2 == 1) {
            throw new IllegalStateException("the log has " + from + " facts, expected whole orders");
        }
        for (long start = from; start < to; start += CHUNK) {
            fill(start, Math.min(to, start + CHUNK));
        }
    }

    private void fill(long from, long to) throws SQLException {
        try (Connection connection = access.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement facts = connection.prepareStatement(FILL_FACTS);
                    PreparedStatement keys = connection.prepareStatement(FILL_KEYS);
                    PreparedStatement head = connection.prepareStatement(MOVE_HEAD)) {
                facts.setString(1, TEMPLATE);
                facts.setString(2, TEMPLATE);
                facts.setString(3, TEMPLATE);
                facts.setLong(4, from);
                facts.setLong(5, to - 1);
                facts.executeUpdate();
                keys.setString(1, Orders.SOURCE);
                keys.setLong(2, from);
                keys.setLong(3, to - 1);
                keys.executeUpdate();
                byte[] frontier = new byte[Long.bitCount(to) * 32];
                random.nextBytes(frontier);
                head.setLong(1, to);
                head.setBytes(2, frontier);
                head.executeUpdate();
            }
            connection.commit();
        }
    }

    private void measure(Ours ours, long size) throws Exception {
        Orders orders = new Orders("g" + size);
        for (int i = 0; i < WARM + batches; i++) {
            double micros = micros(ours, orders.batch(i));
            double old = micros(ours, toOldOrders(size, i));
            if (i >= WARM) {
                rounds.add(recent(size), micros);
                rounds.add(old(size), old);
            }
        }
    }

    /// Half new orders, half to orders drawn from all there are: what caches and indexes like least.
    private List<RecordFacts.Item> toOldOrders(long size, int number) {
        Orders fresh = new Orders("o" + size + "-" + number);
        List<RecordFacts.Item> items = new ArrayList<>(RecordFacts.MAX_ITEMS);
        for (int i = 0; i < RecordFacts.MAX_ITEMS / 2; i++) {
            items.add(fresh.made(fresh.order(i)));
            items.add(fresh.met("item-" + random.nextLong(1, size / 2), fresh.order(i) + "-again"));
        }
        return items;
    }

    private static double micros(Ours ours, List<RecordFacts.Item> items) throws Exception {
        long start = System.nanoTime();
        ours.record(items);
        return (System.nanoTime() - start) / 1e3 / items.size();
    }

    /// Bytes on disk of some tables with their indexes, a row of the first.
    static double bytesPerRow(Server.Access access, String table, String... beside) throws SQLException {
        double bytes = bytes(access, table);
        for (String other : beside) {
            bytes += bytes(access, other);
        }
        try (Connection connection = access.connect();
                var select = connection.createStatement();
                ResultSet row = select.executeQuery("select count(*) from " + table)) {
            row.next();
            return bytes / row.getLong(1);
        }
    }

    private static long bytes(Server.Access access, String table) throws SQLException {
        try (Connection connection = access.connect();
                var select = connection.prepareStatement("select pg_total_relation_size(?::regclass)")) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = access.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
