package dev.kept.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/// Measures the append path against raw writes into the same tables; a main, not a test.
///
/// Arguments: batch size, batches a round, rounds, and what the names of the ways to measure contain. For each way the
/// medians over the rounds: time on the wall, and the
/// processor time of this JVM and of the server, which other work on the machine disturbs less.
final class AppendMeasure {
    private static final String PAYLOAD = """
            {"type":"made","commitment":"order-%d","customer":"VINET","promisor":"employee-5","direction":"BY_US",\
            "kind":"ship-order","statement":"Order leaves our dock","at":"1996-07-04T00:00:00Z",\
            "due":"1996-08-01T23:59:59Z","amount":"440.00","currency":"USD","evidence":"SYSTEM","source":"erp",\
            "id":"%d-made","attributes":{"carrier":"shipper-3"}}""";
    private static final double TICK_MICROS = 10_000;

    private final Random random = new Random(42);
    private final Map<String, List<Cost>> costs = new LinkedHashMap<>();
    private final Fixture fixture;
    private final int batch;
    private final int batches;
    private final String only;
    private long next;
    private long millis = Instant.parse("2026-10-14T12:00:00Z").toEpochMilli();

    /// Microseconds a row.
    private record Cost(double wall, double jvm, double server) {}

    @FunctionalInterface
    private interface Work {
        void run(List<RawWrites.Row> rows) throws SQLException, IOException;
    }

    private AppendMeasure(Fixture fixture, int batch, int batches, String only) {
        this.fixture = fixture;
        this.batch = batch;
        this.batches = batches;
        this.only = only;
    }

    public static void main(String[] args) throws Exception {
        try (Fixture fixture = Fixture.fresh()) {
            var measure = new AppendMeasure(
                    fixture, Integer.parseInt(args[0]), Integer.parseInt(args[1]), args.length > 3 ? args[3] : "");
            measure.round();
            measure.costs.clear();
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                measure.round();
            }
            measure.print();
        }
    }

    private void round() throws Exception {
        raw("raw INSERT, batched", false, RawWrites::insert);
        raw("raw INSERT, rewritten", true, RawWrites::insert);
        raw("raw unnest", false, RawWrites::unnest);
        raw("raw COPY text", false, RawWrites::copyText);
        raw("raw COPY binary", false, RawWrites::copyBinary);
        engine("engine, append alone", false);
        engine("engine, source + append", true);
    }

    private void raw(String name, boolean rewritten, RawWrites.Way way) throws Exception {
        if (!name.contains(only)) {
            return;
        }
        Log log = Log.open(fixture.database.dataSource(), UUID.randomUUID().toString(), "raw/" + UUID.randomUUID());
        String url = fixture.access.jdbcUrl() + (fixture.access.jdbcUrl().contains("?") ? "&" : "?")
                + "reWriteBatchedInserts=" + rewritten;
        try (Connection connection =
                DriverManager.getConnection(url, fixture.access.user(), fixture.access.password())) {
            connection.setAutoCommit(false);
            measure(name, rows -> {
                way.write(connection, log.id(), rows);
                connection.commit();
            });
        }
    }

    private void engine(String name, boolean sourced) throws Exception {
        if (!name.contains(only)) {
            return;
        }
        String log = UUID.randomUUID().toString();
        PostgresEventStorageEngine engine = Fixture.engine(fixture.database, log, "engine/" + log);
        measure(name, rows -> append(engine, rows, sourced));
    }

    private void measure(String name, Work work) throws SQLException, IOException {
        long wall = 0;
        long jvm = 0;
        double server = serverMicros();
        long position = 0;
        for (int i = 0; i < batches; i++) {
            List<RawWrites.Row> rows = rows(position);
            position += batch;
            long start = System.nanoTime();
            long cpu = cpuNanos();
            work.run(rows);
            jvm += cpuNanos() - cpu;
            wall += System.nanoTime() - start;
        }
        double count = 1.0 * batch * batches;
        var cost = new Cost(wall / 1e3 / count, jvm / 1e3 / count, (serverMicros() - server) / count);
        costs.computeIfAbsent(name, _ -> new ArrayList<>()).add(cost);
    }

    private static void append(PostgresEventStorageEngine engine, List<RawWrites.Row> rows, boolean sourced) {
        List<TaggedEventMessage<EventMessage>> facts = new ArrayList<>();
        List<EventCriteria> criteria = new ArrayList<>();
        for (RawWrites.Row row : rows) {
            Tag commitment = Tags.commitment(row.stream().substring("commitment/".length()));
            Tag key = Tags.key("erp", row.key());
            facts.add(Fixture.fact(row.id().toString(), row.payload(), commitment, key));
            criteria.add(EventCriteria.havingTags(commitment));
            criteria.add(EventCriteria.havingTags(key));
        }
        if (!sourced) {
            Fixture.append(engine, AppendCondition.none(), facts);
            return;
        }
        Fixture.await(new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
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
                }));
    }

    private List<RawWrites.Row> rows(long first) {
        List<RawWrites.Row> rows = new ArrayList<>(batch);
        millis++;
        for (int i = 0; i < batch; i++) {
            long n = next++;
            byte[] salt = new byte[32];
            random.nextBytes(salt);
            rows.add(new RawWrites.Row(
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

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /// Processor time of all the server's processes on this machine; 0 where it runs elsewhere.
    private double serverMicros() throws SQLException, IOException {
        double ticks = 0;
        try (Connection connection = fixture.access.connect();
                var select = connection.prepareStatement("select pid from pg_stat_activity");
                var pids = select.executeQuery()) {
            while (pids.next()) {
                Path stat = Path.of("/proc/" + pids.getInt(1) + "/stat");
                if (Files.exists(stat)) {
                    String[] fields =
                            Files.readString(stat).replaceFirst(".*\\) ", "").split(" ");
                    ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                }
            }
        }
        return ticks * TICK_MICROS;
    }

    private void print() {
        System.out.printf("%-26s %10s %10s %10s %10s%n", "µs a row", "wall", "JVM", "server", "rows/s");
        costs.forEach((name, list) -> System.out.printf(
                Locale.ROOT,
                "%-26s %10.1f %10.1f %10.1f %,10.0f%n",
                name,
                median(list.stream().map(Cost::wall).toList()),
                median(list.stream().map(Cost::jvm).toList()),
                median(list.stream().map(Cost::server).toList()),
                1e6 / median(list.stream().map(Cost::wall).toList())));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
