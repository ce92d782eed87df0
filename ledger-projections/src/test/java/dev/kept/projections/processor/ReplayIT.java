package dev.kept.projections.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayIT {
    private final TestLedger ledger = TestLedger.fresh();
    private final Replay replay = new Replay(
            TestLedger.TENANT,
            ledger.log,
            ledger.database.dataSource(),
            ViewProjections.of(TestLedger.TENANT, ledger.log::streamsUpTo));

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void viewsThatFollowFromTheLogAreTheSameAlsoWhileTheyMoveOn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AtomicBoolean done = new AtomicBoolean();
        try (LiveProcessor processor = ledger.project();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ledger.recordAll(Histories.random(random, 200), random);
            Future<?> recording = threads.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    ledger.recordAll(Histories.random(random, "live-" + i + "-", 20), random);
                }
                return null;
            });
            long position = -1;
            try {
                for (int i = 0; i < 3; i++) {
                    Replay.Result result = replay.check();
                    assertThat(result.tables())
                            .as("seed %d", seed)
                            .allSatisfy(table -> assertThat(table.first()).isNull());
                    assertThat(result.position()).isGreaterThanOrEqualTo(position);
                    position = result.position();
                }
            } finally {
                done.set(true);
            }
            recording.get(1, TimeUnit.MINUTES);
            ledger.await(processor);

            Replay.Result last = replay.check();
            assertThat(last.verdict()).as("seed %d", seed).isEqualTo(Replay.Verdict.SAME);
            assertThat(last.position()).isEqualTo(ledger.log.head().size() - 1);
            assertThat(last.facts()).isEqualTo(ledger.log.head().size());
            assertThat(last.tables())
                    .allSatisfy(table -> assertThat(table.live()).isEqualTo(table.replayed()));
            assertThat(last.rows()).isGreaterThan(ledger.rows().size());
        }
    }

    @Test
    void aChangedRowIsNamedWithItsTableAndThePositionItFollowsFrom() throws Exception {
        given50Histories();
        ledger.execute("update kept_view.commitment set outcome = 'VOIDED' where commitment in ('order-7', 'order-8')");

        Replay.Difference first = onlyDifference("commitment", 2);

        assertThat(first.kind()).isEqualTo(Replay.Kind.CHANGED);
        assertThat(first.key()).isEqualTo("order-7");
        assertThat(first.position())
                .isEqualTo(ledger.commitments.facts("order-7").getLast().position());
        assertThat(first.live()).contains("VOIDED").isNotEqualTo(first.replayed());
    }

    @Test
    void aMissingRowIsNamed() throws Exception {
        given50Histories();
        ledger.execute("delete from kept_view.commitment where commitment = 'order-31'");

        Replay.Difference first = onlyDifference("commitment", 1);

        assertThat(first.kind()).isEqualTo(Replay.Kind.MISSING);
        assertThat(first.key()).isEqualTo("order-31");
        assertThat(first.live()).isNull();
        assertThat(first.position())
                .isEqualTo(ledger.commitments.facts("order-31").getLast().position());
    }

    @Test
    void aRowThatNoFactLeadsToIsNamed() throws Exception {
        given50Histories();
        ledger.execute("insert into kept_view.score_sums (tenant, scope, streak, sums, promises) values"
                + " ('acme', 'c\u001fBY_US\u001fNOBODY', 9, '', 0)");

        Replay.Difference first = onlyDifference("score_sums", 1);

        assertThat(first.kind()).isEqualTo(Replay.Kind.EXTRA);
        assertThat(first.key()).isEqualTo("c\u001fBY_US\u001fNOBODY");
        assertThat(first.position()).isNull();
        assertThat(first.replayed()).isNull();
    }

    @Test
    void aScoreThatWasChangedIsNamedWithTheLastFactOfItsRecord() throws Exception {
        given50Histories();
        ledger.execute("update kept_view.score_bucket set n = n + 1 where scope = 'd\u001fBY_US'");

        Replay.Result result = replay.check();

        Replay.Difference first = first(result, "score_bucket");
        assertThat(first.position()).isNotNull().isBetween(0L, result.position());
    }

    @Test
    void aReplayFoldsWhatTheDatabaseHoldsNotWhatItsOwnViewsWereGiven() throws Exception {
        try (LiveProcessor processor = ledger.project()) {
            // given live views that were given the very batch that a replay folds: all there is
            ledger.record(List.of(Histories.item("""
                    {"type":"made","commitment":"order-1","customer":"ACME","at":"2026-01-01T00:00:00Z",
                     "due":"2026-02-01T00:00:00Z","source":"test","id":"order-1-made"}
                    """.getBytes(StandardCharsets.UTF_8))));
            ledger.await(processor);
            assertThat(processor.replay().check().verdict()).isEqualTo(Replay.Verdict.SAME);

            // when somebody changes the fact in the database
            ledger.execute("alter table kept_log.fact disable trigger all;"
                    + " update kept_log.fact set payload ="
                    + " convert_to(replace(convert_from(payload, 'UTF8'), '2026-02-01', '2026-03-01'), 'UTF8');"
                    + " alter table kept_log.fact enable trigger all");

            // then the replay of the same process finds it
            Replay.Result result = processor.replay().check();
            assertThat(result.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
            Replay.Difference first = first(result, "commitment");
            assertThat(first.live()).contains(due("2026-02-01T00:00:00Z"));
            assertThat(first.replayed()).contains(due("2026-03-01T00:00:00Z"));
        }
    }

    @Test
    void viewsThatAreAheadOfTheLogDoNotFollowFromIt() throws Exception {
        given50Histories();
        ledger.execute("update kept_view.processor set position = position + 1");

        assertThat(replay.check().verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
    }

    @Test
    void aRebuildPutsRightWhatWasChangedAndLeavesNothingBehind() throws Exception {
        given50Histories();
        List<String> rows = ledger.rows();
        ledger.execute("update kept_view.score_sums set streak = streak + 1");
        ledger.execute("delete from kept_view.commitment where commitment < 'order-3'");
        assertThat(replay.check().verdict()).isEqualTo(Replay.Verdict.DIFFERENT);

        long facts = replay.rebuild(_ -> {});

        assertThat(facts).isEqualTo(ledger.log.head().size());
        assertThat(ledger.rows()).isEqualTo(rows);
        assertThat(replay.check().verdict()).isEqualTo(Replay.Verdict.SAME);
    }

    @Test
    void readersSeeEveryRowWhileTheViewsAreRebuilt() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (LiveProcessor processor = ledger.project();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ledger.recordAll(Histories.random(new Random(7), 50), new Random(7));
            ledger.await(processor);
            Future<Integer> fewest = threads.submit(() -> {
                int rows = Integer.MAX_VALUE;
                while (!done.get()) {
                    rows = Math.min(rows, ledger.rows().size());
                }
                return rows;
            });
            try {
                for (int i = 0; i < 5; i++) {
                    ledger.recordAll(Histories.random(new Random(i), "more-" + i + "-", 20), new Random(i));
                    replay.rebuild(_ -> {});
                }
            } finally {
                done.set(true);
            }
            assertThat(fewest.get(1, TimeUnit.MINUTES)).isGreaterThanOrEqualTo(50);
            ledger.await(processor);
        }
        assertThat(replay.check().verdict()).isEqualTo(Replay.Verdict.SAME);
    }

    @Test
    void aTableThatNoProjectionAnswersForIsNotForgotten() throws Exception {
        ledger.execute("create table kept_view.planted (tenant text)");

        assertThatThrownBy(replay::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[planted]");
    }

    @Test
    void anEmptyLogIsNothingToCompareAndNoSuccess() throws Exception {
        Replay.Result result = replay.check();

        assertThat(result.verdict()).isEqualTo(Replay.Verdict.NOTHING);
        assertThat(result.facts()).isZero();
        assertThat(result.position()).isEqualTo(-1);
        assertThat(result.rows()).isZero();
    }

    private static String due(String time) {
        return Long.toString(Instant.parse(time).getEpochSecond());
    }

    private void given50Histories() throws Exception {
        try (LiveProcessor processor = ledger.project()) {
            ledger.recordAll(Histories.random(new Random(7), 50), new Random(7));
            ledger.await(processor);
        }
        assertThat(replay.check().verdict()).isEqualTo(Replay.Verdict.SAME);
    }

    private Replay.Difference onlyDifference(String table, long rows) throws Exception {
        Replay.Result result = replay.check();
        assertThat(result.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
        assertThat(result.tables())
                .filteredOn(one -> !one.same())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.table()).isEqualTo(table);
                    assertThat(one.differing()).isEqualTo(rows);
                });
        return first(result, table);
    }

    private static Replay.Difference first(Replay.Result result, String table) {
        return result.tables().stream()
                .filter(one -> one.table().equals(table))
                .findFirst()
                .map(Replay.TableResult::first)
                .orElseThrow();
    }
}
