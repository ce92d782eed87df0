package dev.kept.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Measures the append path against raw writes into the same tables; a main, not a test.
///
/// Arguments: batch size, batches a round, rounds. Figures are rows a second, medians over the rounds.
final class AppendMeasure {
    private static final String PAYLOAD = """
            {"type":"made","commitment":"order-%d","customer":"VINET","promisor":"employee-5","direction":"BY_US",\
            "kind":"ship-order","statement":"Order leaves our dock","at":"1996-07-04T00:00:00Z",\
            "due":"1996-08-01T23:59:59Z","amount":"440.00","currency":"USD","evidence":"SYSTEM","source":"erp",\
            "id":"%d-made","attributes":{"carrier":"shipper-3"}}""";
    private static final String INSERT_FACT = """
            insert into kept_log.fact (log, position, fact_id, stream, version, name, revision,
                                       at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String INSERT_KEY =
            "insert into kept_log.fact_key (log, source, source_id, position) values (?, ?, ?, ?)";

    private record Row(long position, UUID id, String stream, String key, byte[] payload, byte[] meta, byte[] salt) {}

    @FunctionalInterface
    private interface Variant {
        void write(Connection connection, int log, List<Row> rows) throws SQLException, IOException;
    }

    private final Random random = new Random(42);
    private final int batch;
    private long next;
    private long millis = Instant.parse("2026-10-14T12:00:00Z").toEpochMilli();

    private AppendMeasure(int batch) {
        this.batch = batch;
    }

    public static void main(String[] args) throws Exception {
        int batch = Integer.parseInt(args[0]);
        int batches = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        new AppendMeasure(batch).run(batches, rounds);
    }

    private void run(int batches, int rounds) throws Exception {
        Map<String, Variant> variants = new java.util.LinkedHashMap<>();
        variants.put("raw INSERT, batched", AppendMeasure::insert);
        variants.put("raw INSERT, rewritten", AppendMeasure::insert);
        variants.put("raw unnest", AppendMeasure::unnest);
        variants.put("raw COPY text", AppendMeasure::copyText);
        variants.put("raw COPY binary", AppendMeasure::copyBinary);
        try (Fixture fixture = Fixture.fresh()) {
            Map<String, List<Double>> figures = new java.util.LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) {
                for (var variant : variants.entrySet()) {
                    double rate = raw(fixture, variant.getKey(), variant.getValue(), batches);
                    note(figures, round, variant.getKey(), rate);
                }
                note(figures, round, "engine, append alone", engine(fixture, batches, false));
                note(figures, round, "engine, source + append", engine(fixture, batches, true));
            }
            figures.forEach((name, rates) -> System.out.printf(
                    Locale.ROOT,
                    "%-26s %,10.0f rows/s  %8.3f ms a batch%n",
                    name,
                    median(rates),
                    1000.0 * batch / median(rates)));
        }
    }

    private static void note(Map<String, List<Double>> figures, int round, String name, double rate) {
        if (round > 0) {
            figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(rate);
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(d -> d).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private double raw(Fixture fixture, String name, Variant variant, int batches) throws Exception {
        Log log = Log.open(fixture.database.dataSource(), "raw-" + UUID.randomUUID(), "raw/" + UUID.randomUUID());
        String url = fixture.access.jdbcUrl() + (fixture.access.jdbcUrl().contains("?") ? "&" : "?")
                + "reWriteBatchedInserts=" + name.contains("rewritten");
        try (Connection connection =
                DriverManager.getConnection(url, fixture.access.user(), fixture.access.password())) {
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            long outside = 0;
            long position = 0;
            for (int i = 0; i < batches; i++) {
                long before = System.nanoTime();
                List<Row> rows = rows(position);
                position += batch;
                outside += System.nanoTime() - before;
                variant.write(connection, log.id(), rows);
                connection.commit();
            }
            return 1e9 * batch * batches / (System.nanoTime() - start - outside);
        }
    }

    private double engine(Fixture fixture, int batches, boolean sourced) {
        String name = "engine-" + UUID.randomUUID();
        PostgresEventStorageEngine engine = Fixture.engine(fixture.database, name, "e/" + name);
        long start = System.nanoTime();
        long outside = 0;
        for (int i = 0; i < batches; i++) {
            long before = System.nanoTime();
            List<TaggedEventMessage<EventMessage>> facts = new ArrayList<>();
            List<EventCriteria> criteria = new ArrayList<>();
            for (Row row : rows(0)) {
                Tag commitment = Tags.commitment(row.stream().substring("commitment/".length()));
                Tag key = Tags.key("erp", row.key());
                facts.add(Fixture.fact(
                        row.id().toString(),
                        new String(row.payload(), StandardCharsets.UTF_8),
                        Instant.ofEpochMilli(millis),
                        Map.of("actor", "user:7", "source", "erp", "at", "1996-07-04T00:00:00Z"),
                        commitment,
                        key));
                criteria.add(EventCriteria.havingTags(commitment));
                criteria.add(EventCriteria.havingTags(key));
            }
            outside += System.nanoTime() - before;
            if (sourced) {
                new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                        .create("measure")
                        .executeWithResult(context -> {
                            EventCriteria either = EventCriteria.either(criteria);
                            var stream = engine.source(SourcingCondition.conditionFor(either), context);
                            var condition = AppendCondition.withCriteria(either);
                            while (stream.hasNextAvailable()) {
                                var marker = stream.next().orElseThrow().getResource(ConsistencyMarker.RESOURCE_KEY);
                                condition = marker == null ? condition : condition.withMarker(marker);
                            }
                            Fixture.appendIn(context, engine, condition, facts);
                            return CompletableFuture.completedFuture(null);
                        })
                        .join();
            } else {
                Fixture.append(engine, AppendCondition.none(), facts);
            }
        }
        return 1e9 * batch * batches / (System.nanoTime() - start - outside);
    }

    private List<Row> rows(long first) {
        List<Row> rows = new ArrayList<>(batch);
        millis++;
        for (int i = 0; i < batch; i++) {
            long n = next++;
            byte[] salt = new byte[32];
            random.nextBytes(salt);
            rows.add(new Row(
                    first + i,
                    new UUID(millis << 16 | 0x7000 | (n & 0xfff), random.nextLong() >>> 2 | Long.MIN_VALUE),
                    "commitment/order-" + n,
                    n + "-made",
                    PAYLOAD.formatted(n, n).getBytes(StandardCharsets.UTF_8),
                    "{\"actor\":\"user:7\",\"at\":\"1996-07-04T00:00:00Z\",\"source\":\"erp\"}"
                            .getBytes(StandardCharsets.UTF_8),
                    salt));
        }
        return rows;
    }

    private static void insert(Connection connection, int log, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_FACT);
                PreparedStatement key = connection.prepareStatement(INSERT_KEY)) {
            for (Row row : rows) {
                insert.setInt(1, log);
                insert.setLong(2, row.position());
                insert.setObject(3, row.id());
                insert.setString(4, row.stream());
                insert.setInt(5, 0);
                insert.setString(6, "commitment.made");
                insert.setInt(7, 1);
                insert.setLong(8, row.position());
                insert.setLong(9, row.position());
                insert.setLong(10, row.position());
                insert.setBytes(11, row.payload());
                insert.setBytes(12, row.meta());
                insert.setBytes(13, row.salt());
                insert.setBytes(14, row.salt());
                key.setInt(1, log);
                key.setString(2, "erp");
                key.setString(3, row.key());
                key.setLong(4, row.position());
                if (rows.size() == 1) {
                    insert.executeUpdate();
                    key.executeUpdate();
                    return;
                }
                insert.addBatch();
                key.addBatch();
            }
            insert.executeBatch();
            key.executeBatch();
        }
    }

    private static void unnest(Connection connection, int log, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                with facts as (
                insert into kept_log.fact (log, position, fact_id, stream, version, name, revision,
                                           at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
                select ?, f.position, f.fact_id::uuid, f.stream, 0, 'commitment.made', 1, f.position, f.position, f.position,
                  f.payload, f.meta, f.salt, f.salt
                from unnest(?, ?, ?, ?, ?, ?) as f(position, fact_id, stream, payload, meta, salt))
                insert into kept_log.fact_key (log, source, source_id, position)
                select ?, 'erp', k.id, k.position from unnest(?, ?) as k(id, position)
                """)) {
            insert.setInt(1, log);
            insert.setArray(2, Columns.longs(connection, rows, Row::position));
            insert.setArray(3, Columns.texts(connection, rows, row -> row.id().toString()));
            insert.setArray(4, Columns.texts(connection, rows, Row::stream));
            insert.setArray(5, Columns.bytes(connection, rows, Row::payload));
            insert.setArray(6, Columns.bytes(connection, rows, Row::meta));
            insert.setArray(7, Columns.bytes(connection, rows, Row::salt));
            insert.setInt(8, log);
            insert.setArray(9, Columns.texts(connection, rows, Row::key));
            insert.setArray(10, Columns.longs(connection, rows, Row::position));
            insert.executeUpdate();
        }
    }

    private static void copyText(Connection connection, int log, List<Row> rows) throws SQLException, IOException {
        StringBuilder facts = new StringBuilder();
        StringBuilder keys = new StringBuilder();
        var hex = java.util.HexFormat.of();
        for (Row row : rows) {
            facts.append(log)
                    .append('\t')
                    .append(row.position())
                    .append('\t')
                    .append(row.id())
                    .append('\t')
                    .append(row.stream())
                    .append("\t0\tcommitment.made\t1\t")
                    .append(row.position())
                    .append('\t')
                    .append(row.position())
                    .append('\t')
                    .append(row.position())
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.payload()))
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.meta()))
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.salt()))
                    .append("\t\\\\x")
                    .append(hex.formatHex(row.salt()))
                    .append('\n');
            keys.append(log)
                    .append("\terp\t")
                    .append(row.key())
                    .append('\t')
                    .append(row.position())
                    .append('\n');
        }
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        copy.copyIn(
                "copy kept_log.fact (log, position, fact_id, stream, version, name, revision, at_micros, rec_micros,"
                        + " accepted_micros, payload, meta, salt, leaf_hash) from stdin",
                new java.io.StringReader(facts.toString()));
        copy.copyIn(
                "copy kept_log.fact_key (log, source, source_id, position) from stdin",
                new java.io.StringReader(keys.toString()));
    }

    private static void copyBinary(Connection connection, int log, List<Row> rows) throws SQLException, IOException {
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        var bytes = new ByteArrayOutputStream(1024 * rows.size());
        var out = new DataOutputStream(bytes);
        header(out);
        for (Row row : rows) {
            out.writeShort(14);
            integer(out, log);
            number(out, row.position());
            out.writeInt(16);
            out.writeLong(row.id().getMostSignificantBits());
            out.writeLong(row.id().getLeastSignificantBits());
            bytes(out, row.stream().getBytes(StandardCharsets.UTF_8));
            integer(out, 0);
            bytes(out, "commitment.made".getBytes(StandardCharsets.UTF_8));
            integer(out, 1);
            number(out, row.position());
            number(out, row.position());
            number(out, row.position());
            bytes(out, row.payload());
            bytes(out, row.meta());
            bytes(out, row.salt());
            bytes(out, row.salt());
        }
        out.writeShort(-1);
        copy.copyIn(
                "copy kept_log.fact (log, position, fact_id, stream, version, name, revision, at_micros, rec_micros,"
                        + " accepted_micros, payload, meta, salt, leaf_hash) from stdin (format binary)",
                new org.postgresql.util.ByteStreamWriter() {
                    @Override
                    public int getLength() {
                        return bytes.size();
                    }

                    @Override
                    public void writeTo(ByteStreamTarget target) throws IOException {
                        bytes.writeTo(target.getOutputStream());
                    }
                });
        bytes.reset();
        header(out);
        for (Row row : rows) {
            out.writeShort(4);
            integer(out, log);
            bytes(out, "erp".getBytes(StandardCharsets.UTF_8));
            bytes(out, row.key().getBytes(StandardCharsets.UTF_8));
            number(out, row.position());
        }
        out.writeShort(-1);
        copy.copyIn(
                "copy kept_log.fact_key (log, source, source_id, position) from stdin (format binary)",
                new java.io.ByteArrayInputStream(bytes.toByteArray()));
    }

    private static void header(DataOutputStream out) throws IOException {
        out.write(new byte[] {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0});
        out.writeInt(0);
        out.writeInt(0);
    }

    private static void integer(DataOutputStream out, int value) throws IOException {
        out.writeInt(4);
        out.writeInt(value);
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        out.writeInt(8);
        out.writeLong(value);
    }

    private static void bytes(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
