package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.Options;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKilledIT {
    private static final int KILLS = 4;
    private static final int CALLERS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedFactSurvivesKillsOfTheServerAndTheRecorderGoesOn() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Answer> acknowledged = new ConcurrentHashMap<>();
        AtomicLong sent = new AtomicLong();
        AtomicLong resent = new AtomicLong();
        AtomicBoolean enough = new AtomicBoolean();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory);
                Recording node = Recording.on(access(server));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                callers.add(threads.submit(() -> {
                    for (int j = 0; !enough.get(); j++) {
                        String key = caller + "-" + j;
                        sent.incrementAndGet();
                        resent.addAndGet(send(node, Commands.missed("order-" + j % 7, key), acknowledged, key));
                    }
                    return null;
                }));
            }
            try {
                for (int kill = 1; kill <= KILLS; kill++) {
                    int restarts = kill;
                    grown(acknowledged, 100);
                    Thread.sleep(random.nextInt(400));
                    ProcessHandle.of(server.serverPid()).orElseThrow().destroyForcibly();
                    // the processes of a server that was killed answer for a while
                    await().atMost(PATIENCE).until(() -> server.restarts() == restarts);
                    grown(acknowledged, 100);
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> caller : callers) {
                caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }

            assertThat(server.restarts()).isEqualTo(KILLS);
            Map<String, StoredFact> facts = LogCheck.checked(node.log);
            assertThat(acknowledged).as("seed %d", seed).hasSize((int) sent.get());
            assertThat(facts).as("one fact a key, seed %d", seed).hasSize((int) sent.get());
            acknowledged.values().forEach(answer -> LogCheck.holds(facts, answer));
            if (resent.get() == 0) {
                assertThat(acknowledged.values())
                        .as("nobody sent twice, so everyone hears that it is recorded; seed %d", seed)
                        .hasOnlyElementsOfType(Answer.Recorded.class);
            }
        }
    }

    /// @return how often it had to be sent again
    private static int send(Recording node, RecordFacts.Item item, Map<String, Answer> acknowledged, String key)
            throws Exception {
        for (int again = 0; ; again++) {
            try {
                acknowledged.put(key, node.record(item).getFirst());
                return again;
            } catch (ExecutionException failure) {
                assertThat(failure).hasCauseInstanceOf(RecordingFailed.class);
            }
        }
    }

    private static void grown(Map<String, Answer> acknowledged, int by) {
        int wanted = acknowledged.size() + by;
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= wanted);
    }

    @Test
    void whileTheServerIsAwaySubmissionsFailAndCanBeSentAgainOnceItIsBack() throws Exception {
        Options options = Options.in(directory);
        EmbeddedPostgres server = EmbeddedPostgres.start(options);
        try (Recording node = Recording.on(access(server))) {
            assertThat(node.record(Commands.made("a", "1"))).hasOnlyElementsOfType(Answer.Recorded.class);
            server.close();

            assertThatThrownBy(() -> node.record(Commands.met("a", "2")))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(RecordingFailed.class)
                    .hasMessageContaining("same key");

            server = EmbeddedPostgres.start(options.withPort(server.port()));
            assertThat(node.record(Commands.made("a", "1"), Commands.met("a", "2")))
                    .satisfiesExactly(
                            first -> assertThat(first).isInstanceOf(Answer.Duplicate.class),
                            second -> assertThat(second).isInstanceOf(Answer.Recorded.class));
            assertThat(LogCheck.checked(node.log)).hasSize(2);
        } finally {
            server.close();
        }
    }

    private static TestDatabase.Access access(EmbeddedPostgres server) {
        return new TestDatabase.Access(server.jdbcUrl(), server.user(), server.password());
    }
}
