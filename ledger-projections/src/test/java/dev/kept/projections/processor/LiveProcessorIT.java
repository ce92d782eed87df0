package dev.kept.projections.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.TestDatabase;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveProcessorIT {
    private static final ReadAt AT_LAST = new ReadAt(Instant.parse("9999-01-01T00:00:00Z"), Instant.MAX);

    @TempDir
    Path directory;

    @Test
    void rowsEqualAFoldFromScratchWhateverTheOrderAndTheBatches() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = start(ledger, () -> 1 + random.nextInt(70))) {
            ledger.recordAll(Histories.random(new Random(seed), 400), new Random(seed));
            ledger.await(processor);

            Map<String, FoldedCommitment> folded = ledger.folded();
            assertThat(folded).hasSize(400);
            for (var commitment : folded.entrySet()) {
                CommitmentView expected = commitment
                        .getValue()
                        .at(AT_LAST.asOfSeconds(), AT_LAST.knownAtSeconds())
                        .orElseThrow();
                assertThat(ledger.commitments.find(commitment.getKey(), AT_LAST))
                        .as("seed %d", seed)
                        .contains(expected);
            }
        }
    }

    @Test
    void aReplayFromTheFirstFactGivesTheSameRowsByteForByte() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestLedger ledger = TestLedger.fresh()) {
            List<String> live;
            try (LiveProcessor processor = start(ledger, () -> 1 + random.nextInt(200))) {
                ledger.recordAll(Histories.random(new Random(seed), 500), new Random(seed));
                ledger.await(processor);
                live = ledger.rows();
            }
            assertThat(live).hasSize(500);
            // and by the thousandth fact the database has looked at what the views hold
            assertThat(ledger.log.head().size()).as("seed %d", seed).isGreaterThan(1_000);
            assertThat(ledger.number("select reltuples from pg_class where oid = 'kept_view.commitment'::regclass"))
                    .as("seed %d", seed)
                    .isPositive();

            ledger.forgetViews();
            try (LiveProcessor processor = ledger.project()) {
                ledger.await(processor);
                assertThat(hash(ledger.rows())).as("seed %d", seed).isEqualTo(hash(live));
            }
        }
    }

    @Test
    void twoProcessorsOnOneDatabaseApplyEveryFactOnce() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestLedger one = TestLedger.fresh();
                TestLedger other = TestLedger.on(one.access)) {
            makeApplied(one);
            List<LiveProcessor> processors = List.of(
                    counting(one, new Applied(1), () -> 1 + random.nextInt(20)),
                    counting(other, new Applied(2), () -> 1 + random.nextInt(20)));
            one.recordAll(Histories.random(new Random(seed), 300), new Random(seed));
            one.await(processors.getFirst());
            one.await(processors.getLast());
            processors.forEach(LiveProcessor::close);

            assertThat(applied(one))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            one.log.stream(-1).map(StoredFact::position).toList());
            assertThat(nodes(one)).as("both had their turns, seed %d", seed).isEqualTo(2);
        }
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<RecordFacts.Item> items = Histories.random(new Random(seed), 200);
        try (TestLedger ledger = TestLedger.fresh()) {
            makeApplied(ledger);
            for (int from = 0; from < items.size(); ) {
                int to = Math.min(items.size(), from + 1 + random.nextInt(items.size() / 3));
                try (LiveProcessor processor = counting(ledger, new Applied(1), () -> 1 + random.nextInt(20))) {
                    ledger.recordAll(items.subList(from, to), random);
                    if (random.nextBoolean()) {
                        ledger.await(processor);
                    }
                }
                from = to;
            }
            try (LiveProcessor processor = counting(ledger, new Applied(1), () -> 100)) {
                ledger.await(processor);
            }

            assertThat(applied(ledger))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            ledger.log.stream(-1).map(StoredFact::position).toList());
        }
    }

    @Test
    void aProjectionThatFailsLeavesNothingVisibleAndThePositionWhereItWas() throws Exception {
        try (TestLedger ledger = TestLedger.fresh()) {
            makeApplied(ledger);
            AtomicBoolean fails = new AtomicBoolean();
            Applied applied = failing(fails);
            try (LiveProcessor processor = counting(ledger, applied, () -> 10)) {
                ledger.record(List.of(made("a")));
                ledger.await(processor);
                fails.set(true);
                ledger.record(List.of(made("b"), made("c")));

                assertThat(processor.await(1, Duration.ofMillis(1_500))).isFalse();
                assertThat(applied.calls).as("it tried").isGreaterThan(1);
                assertThat(processor.position()).isZero();
                assertThat(applied(ledger)).containsExactly(0L);
                assertThat(ledger.rows()).hasSize(1);
                assertThat(position(ledger)).isZero();

                fails.set(false);
                ledger.await(processor);
                assertThat(applied(ledger)).containsExactly(0L, 1L, 2L);
                assertThat(ledger.rows()).hasSize(3);
                assertThat(position(ledger)).isEqualTo(2);
            }
        }
    }

    @Test
    void doesNotVouchForViewsThatTheDatabaseHasLost() throws Exception {
        try (TestLedger ledger = TestLedger.fresh()) {
            makeApplied(ledger);
            AtomicBoolean fails = new AtomicBoolean();
            try (LiveProcessor processor = counting(ledger, failing(fails), () -> 10)) {
                // given
                ledger.record(List.of(made("a")));
                ledger.await(processor);

                // when the views are lost, as in a crash of the server, and cannot be folded again yet
                fails.set(true);
                ledger.execute("truncate kept_view.applied");
                ledger.forgetViews();
                for (int i = 0; i < 200 && processor.position() >= 0; i++) {
                    Thread.sleep(50);
                }

                // then
                assertThat(processor.position()).isEqualTo(-1);
                assertThat(processor.await(0, Duration.ofMillis(100))).isFalse();

                fails.set(false);
                ledger.await(processor);
                assertThat(applied(ledger)).containsExactly(0L);
                assertThat(ledger.rows()).hasSize(1);
            }
        }
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        try (TestLedger ledger = TestLedger.fresh()) {
            makeApplied(ledger);
            Applied applied = new Applied(1) {
                @Override
                public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
                    super.apply(connection, batch);
                    if (calls == 1) {
                        throw new NoClassDefFoundError("planted");
                    }
                }
            };
            try (LiveProcessor processor = counting(ledger, applied, () -> 10)) {
                ledger.record(List.of(made("a")));

                assertThat(processor.await(0, Duration.ofSeconds(20))).isTrue();
                assertThat(applied(ledger)).containsExactly(0L);
            }
        }
    }

    @Test
    void goesOnAfterTheServerWasKilled() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory);
                TestLedger ledger =
                        TestLedger.on(new TestDatabase.Access(server.jdbcUrl(), server.user(), server.password()))) {
            makeApplied(ledger);
            try (LiveProcessor processor = counting(ledger, new Applied(1), () -> 3)) {
                int made = 0;
                for (int kill = 0; kill < 3; kill++) {
                    for (int i = 0; i < 50; i++) {
                        ledger.record(List.of(made("order-" + made++)));
                    }
                    ProcessHandle.of(server.serverPid()).orElseThrow().destroyForcibly();
                    ledger.record(List.of(made("order-" + made++)));
                }

                assertThat(processor.await(made - 1, Duration.ofMinutes(1))).isTrue();
                assertThat(server.restarts()).isEqualTo(3);
                assertThat(applied(ledger)).hasSize(made);
                assertThat(ledger.rows()).hasSize(made);
            }
        }
    }

    private static String hash(List<String> rows) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        rows.forEach(row -> digest.update((row + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static LiveProcessor start(TestLedger ledger, IntSupplier batchSize) {
        return LiveProcessor.start(
                TestLedger.TENANT,
                ledger.log,
                ledger.database.dataSource(),
                streams -> ViewProjections.of(TestLedger.TENANT, streams),
                batchSize);
    }

    private static LiveProcessor counting(TestLedger ledger, Applied applied, IntSupplier batchSize) {
        return LiveProcessor.start(
                TestLedger.TENANT,
                ledger.log,
                ledger.database.dataSource(),
                streams -> Stream.concat(ViewProjections.of(TestLedger.TENANT, streams).stream(), Stream.of(applied))
                        .toList(),
                batchSize);
    }

    private static Applied failing(AtomicBoolean fails) {
        return new Applied(1) {
            @Override
            public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
                super.apply(connection, batch);
                if (fails.get()) {
                    throw new IllegalStateException("planted");
                }
            }
        };
    }

    private static RecordFacts.Item made(String commitment) {
        return Histories.item("""
                {"type":"made","commitment":"%s","customer":"ACME","at":"2026-01-01T00:00:00Z",
                 "due":"2026-02-01T00:00:00Z","source":"test","id":"%s-made"}
                """.formatted(commitment, commitment).getBytes(StandardCharsets.UTF_8));
    }

    /// Notes every position it is given, in the order in which it is given them; a repeated one fails.
    private static class Applied implements Projection {
        private final int node;
        int calls;

        Applied(int node) {
            this.node = node;
        }

        @Override
        public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
            calls++;
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into kept_view.applied (position, node) values (?, ?)")) {
                for (StoredFact fact : batch) {
                    insert.setLong(1, fact.position());
                    insert.setInt(2, node);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }

        @Override
        public List<ViewTable> tables() {
            throw new AssertionError("nobody replays this");
        }
    }

    private static void makeApplied(TestLedger ledger) throws SQLException {
        ledger.execute("""
                create table kept_view.applied (
                  nr bigint generated always as identity, position bigint primary key, node integer);
                grant select, insert on kept_view.applied to kept_app
                """);
    }

    private static List<Long> applied(TestLedger ledger) throws SQLException {
        return longs(ledger, "select position from kept_view.applied order by nr");
    }

    private static long nodes(TestLedger ledger) throws SQLException {
        return longs(ledger, "select count(distinct node) from kept_view.applied")
                .getFirst();
    }

    private static long position(TestLedger ledger) throws SQLException {
        return longs(ledger, "select position from kept_view.processor").getFirst();
    }

    private static List<Long> longs(TestLedger ledger, String sql) throws SQLException {
        try (Connection connection = ledger.access.connect();
                Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(sql)) {
            List<Long> longs = new ArrayList<>();
            while (rows.next()) {
                longs.add(rows.getLong(1));
            }
            return longs;
        }
    }
}
