package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed while one batch is being stored and the next one is decided behind it.
class OverlapKilledIT {
    private static final int KILLS = 3;
    private static final int IMPORTS = 6;
    private static final int EACH = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedFactOfOverlappingBatchesSurvivesAndNoneIsStoredTwice() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ConcurrentLinkedQueue<Answer> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicLong resent = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory);
                Recording node =
                        Recording.on(new TestDatabase.Access(server.jdbcUrl(), server.user(), server.password()));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> imports = new ArrayList<>();
            for (int i = 0; i < IMPORTS; i++) {
                int importer = i;
                imports.add(threads.submit(() -> {
                    for (int batch = 0; !enough.get(); batch++) {
                        resent.addAndGet(send(node, batch(importer, batch), acknowledged));
                    }
                    return null;
                }));
            }
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    int restarts = kill;
                    grown(acknowledged);
                    Thread.sleep(random.nextInt(300));
                    ProcessHandle.of(server.serverPid()).orElseThrow().destroyForcibly();
                    // the processes of a server that was killed answer for a while
                    await().atMost(PATIENCE).until(() -> server.restarts() == restarts);
                    grown(acknowledged);
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> each : imports) {
                each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }

            assertThat(server.restarts()).as("seed %d", seed).isEqualTo(KILLS);
            Map<String, StoredFact> facts = LogCheck.checked(node.log);
            assertThat(facts).as("one fact a key, seed %d", seed).hasSize(acknowledged.size());
            acknowledged.forEach(answer -> LogCheck.holds(facts, answer));
            if (resent.get() == 0) {
                assertThat(acknowledged).as("seed %d", seed).hasOnlyElementsOfType(Answer.Recorded.class);
            }
            OverlapIT.assertVerifies(node.log);
        }
    }

    /// Reports on the same few orders as every other batch, so that each batch rests on the one before.
    private static List<RecordFacts.Item> batch(int importer, int number) {
        List<RecordFacts.Item> items = new ArrayList<>(EACH);
        for (int i = 0; i < EACH; i++) {
            items.add(Commands.missed("order-" + i % 200, importer + "-" + number + "-" + i));
        }
        return items;
    }

    /// @return how often it had to be sent again
    private static int send(Recording node, List<RecordFacts.Item> items, ConcurrentLinkedQueue<Answer> acknowledged)
            throws Exception {
        for (int again = 0; ; again++) {
            try {
                acknowledged.addAll(Recording.answers(node.recorder.record(items)));
                return again;
            } catch (ExecutionException failure) {
                assertThat(failure).hasCauseInstanceOf(RecordingFailed.class);
            }
        }
    }

    private static void grown(ConcurrentLinkedQueue<Answer> acknowledged) {
        int wanted = acknowledged.size() + 2 * IMPORTS * EACH;
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= wanted);
    }
}
