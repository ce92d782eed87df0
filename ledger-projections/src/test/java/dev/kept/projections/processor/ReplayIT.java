package dev.kept.projections.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.projections.reliability.ReliabilityProjection;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
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
            ReliabilityProjection.andCommitments(TestLedger.TENANT, ledger.log));

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
                    assertThat(result.replayed()).as("seed %d", seed).isEqualTo(result.live());
                    assertThat(result.position()).isGreaterThanOrEqualTo(position);
                    position = result.position();
                }
            } finally {
                done.set(true);
            }
            recording.get(1, TimeUnit.MINUTES);
            ledger.await(processor);

            Replay.Result last = replay.check();
            assertThat(last.same()).as("seed %d", seed).isTrue();
            assertThat(last.position()).isEqualTo(ledger.log.head().size() - 1);
            assertThat(last.rows()).isGreaterThan(ledger.rows().size());
        }
    }

    @Test
    void aRowThatDoesNotFollowFromTheLogIsNoticedAndNothingIsLeftBehind() throws Exception {
        try (LiveProcessor processor = ledger.project()) {
            ledger.recordAll(Histories.random(new Random(7), 50), new Random(7));
            ledger.await(processor);
        }
        Replay.Result whole = replay.check();
        assertThat(whole.same()).isTrue();

        ledger.execute("update kept_view.score_sums set streak = streak + 1 where scope like 'd%BY_US'");
        assertThat(replay.check().same()).isFalse();
        ledger.execute("update kept_view.score_sums set streak = streak - 1 where scope like 'd%BY_US'");
        assertThat(replay.check().same()).isTrue();
        ledger.execute("update kept_view.commitment set outcome = 'MISSED' where commitment = 'order-7'");
        assertThat(replay.check().same()).isFalse();
        ledger.execute("delete from kept_view.commitment where commitment = 'order-7'");
        Replay.Result result = replay.check();
        assertThat(result.same()).isFalse();
        assertThat(result.rows()).isEqualTo(whole.rows() - 1);
        assertThat(ledger.rows()).hasSize(49);
    }

    @Test
    void nothingProjectedYetIsTheSameAsNothing() throws Exception {
        Replay.Result result = replay.check();

        assertThat(result.same()).isTrue();
        assertThat(result.position()).isEqualTo(-1);
        assertThat(result.rows()).isZero();
    }
}
