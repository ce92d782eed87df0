package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Frontier;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several logs in one database: heads of their own, and nothing of one in another.
class TenantsIT {
    private static final int CALLERS = 4;
    private static final int FACTS = 150;

    private final TestDatabase.Access access = TestDatabase.fresh();
    private final Recording acme = Recording.of("acme", access);
    private final Recording globex = Recording.of("globex", access);

    @AfterEach
    void close() {
        acme.close();
        globex.close();
    }

    /// Both get the same commitments under the same keys, at the same time.
    @Test
    void equalLoadOnTwoLogsIsTwoWholeLogs() throws Exception {
        long seed = System.nanoTime();
        Map<Recording, Collection<Answer>> answers =
                Map.of(acme, new ConcurrentLinkedQueue<>(), globex, new ConcurrentLinkedQueue<>());
        List<Callable<Void>> callers = new ArrayList<>();
        for (Recording tenant : List.of(acme, globex)) {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                Random random = new Random(seed + i);
                callers.add(() -> {
                    for (int j = 0; j < FACTS; j++) {
                        answers.get(tenant)
                                .addAll(tenant.record(Commands.missed("order-" + random.nextInt(9), caller + "-" + j)));
                    }
                    return null;
                });
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> caller : threads.invokeAll(callers, 5, TimeUnit.MINUTES)) {
                caller.get();
            }
        }

        Set<String> ids = new HashSet<>();
        for (Recording tenant : List.of(acme, globex)) {
            Map<String, StoredFact> facts = LogCheck.checked(tenant.log);
            assertThat(facts).as("seed %d", seed).hasSize(CALLERS * FACTS);
            assertThat(answers.get(tenant))
                    .as("seed %d", seed)
                    .hasOnlyElementsOfType(Answer.Recorded.class)
                    .allSatisfy(answer -> LogCheck.holds(facts, answer));
            assertThat(tenant.log.head().size()).isEqualTo(CALLERS * (long) FACTS);
            assertThat(tenant.log.head().frontier())
                    .isEqualTo(Frontier.EMPTY.appendAll(
                            tenant.log.stream(-1).map(StoredFact::leafHash).toList()));
            ids.addAll(facts.keySet());
        }
        assertThat(ids).as("seed %d", seed).hasSize(2 * CALLERS * FACTS);
    }

    @Test
    void aLogWhoseHeadIsHeldHoldsUpNoOther() throws Exception {
        try (var holder = access.connect();
                var lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("select from kept_log.log where name = 'acme' for update");
            CompletableFuture<List<Answer>> waiting = acme.recorder.record(List.of(Commands.made("a", "1")));

            for (int i = 0; i < 20; i++) {
                assertThat(globex.record(Commands.missed("a", "fact-" + i)))
                        .hasOnlyElementsOfType(Answer.Recorded.class);
            }
            assertThat(waiting).isNotDone();

            holder.rollback();
            assertThat(Recording.answers(waiting)).hasOnlyElementsOfType(Answer.Recorded.class);
        }
    }
}
