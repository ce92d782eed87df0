package dev.kept.store.recording;

import static dev.kept.store.recording.Commands.made;
import static dev.kept.store.recording.Commands.met;
import static dev.kept.store.recording.Commands.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A batch is decided while the one before is being stored, on what that one will have stored.
class OverlapIT {
    private static final int ORDERS = 500;

    private final CountDownLatch queued = new CountDownLatch(1);
    private final CountDownLatch secondDecided = new CountDownLatch(1);
    private final AtomicInteger appends = new AtomicInteger();

    /// Holds the first append until the second batch waits, and tells when that one has been decided.
    private final Recording node = Recording.with(new PlantedEngine.Planted() {
        @Override
        public void beforeCommit(List<TaggedEventMessage<?>> events) {
            switch (appends.incrementAndGet()) {
                case 1 -> awaited(queued);
                case 2 -> secondDecided.countDown();
                default -> {}
            }
        }
    });

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest(name = "a third waits: {0}")
    @ValueSource(booleans = {false, true})
    void aBatchDecidedWhileTheOneBeforeIsBeingStoredSeesItsFacts(boolean thirdWaits) throws Exception {
        recordTwoWhileTheHeadIsLocked(
                thirdWaits,
                _ -> assertThat(node.log.head().size()).as("stored so far").isZero());

        assertThat(appends).as("nothing was decided twice").hasValue(2);
    }

    @ParameterizedTest(name = "a third waits: {0}")
    @ValueSource(booleans = {false, true})
    void whatWasDecidedBehindAnAppendThatDiedIsDecidedAgain(boolean thirdWaits) throws Exception {
        recordTwoWhileTheHeadIsLocked(thirdWaits, locking -> await().until(() -> terminateWaiters(locking) > 0));

        assertThat(appends).as("both were decided again").hasValueGreaterThanOrEqualTo(4);
    }

    @Test
    void whatWasDecidedBehindAnAppendThatLostItsRaceIsDecidedAgain() throws Exception {
        try (Recording other = Recording.on(node.access)) {
            CompletableFuture<List<Answer>> promised = node.recorder.record(promises());
            await().until(() -> appends.get() == 1);
            CompletableFuture<List<Answer>> kept = node.recorder.record(keepsAndRepeats());
            assertThat(other.record(made("elsewhere", "elsewhere"))).hasOnlyElementsOfType(Answer.Recorded.class);
            queued.countDown();

            assertRecorded(Recording.answers(promised), Recording.answers(kept), 1);
        }
    }

    @FunctionalInterface
    private interface Meanwhile {
        void happens(Connection locking) throws Exception;
    }

    /// The first is being stored while the second is decided.
    ///
    /// @param thirdWaits whether a third one waits, for which the second is chained before the first is stored
    /// @param meanwhile what happens once the second is decided and the first cannot be stored yet
    private void recordTwoWhileTheHeadIsLocked(boolean thirdWaits, Meanwhile meanwhile) throws Exception {
        CompletableFuture<List<Answer>> promised;
        CompletableFuture<List<Answer>> kept;
        CompletableFuture<List<Answer>> repeated;
        try (Connection other = node.access.connect()) {
            lockHead(other);
            promised = node.recorder.record(promises());
            kept = node.recorder.record(keepsAndRepeats());
            repeated =
                    thirdWaits ? node.recorder.record(keepsAndRepeats()) : CompletableFuture.completedFuture(List.of());
            queued.countDown();
            assertThat(secondDecided.await(60, TimeUnit.SECONDS)).isTrue();
            meanwhile.happens(other);
            other.rollback();
        }

        assertRecorded(Recording.answers(promised), Recording.answers(kept), 0);
        assertThat(Recording.answers(repeated))
                .hasSize(thirdWaits ? 2 * ORDERS : 0)
                .hasOnlyElementsOfType(Answer.Duplicate.class);
    }

    /// Promises, so that the next batch rests on every one of them.
    private static List<RecordFacts.Item> promises() {
        return IntStream.range(0, ORDERS)
                .mapToObj(i -> made("order-" + i, "made-" + i))
                .toList();
    }

    /// Reports that a person may only make of a promise that exists, and repeats of the promises themselves.
    private static List<RecordFacts.Item> keepsAndRepeats() {
        List<RecordFacts.Item> items = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            items.add(typed(met("order-" + i, "met-" + i)));
            items.add(made("order-" + i, "made-" + i));
        }
        return items;
    }

    private void assertRecorded(List<Answer> promised, List<Answer> kept, int first) {
        Map<String, StoredFact> facts = LogCheck.checked(node.log);
        assertThat(facts).hasSize(first + 2 * ORDERS);
        assertThat(promised).hasSize(ORDERS).hasOnlyElementsOfType(Answer.Recorded.class);
        for (int i = 0; i < ORDERS; i++) {
            int version = i;
            assertThat(kept.get(2 * i)).isInstanceOfSatisfying(Answer.Recorded.class, met -> {
                assertThat(met.version()).as("version of met-%d", version).isEqualTo(1);
                assertThat(met.position()).isGreaterThanOrEqualTo(ORDERS);
            });
            assertThat(kept.get(2 * i + 1)).isInstanceOf(Answer.Duplicate.class);
        }
        promised.forEach(answer -> LogCheck.holds(facts, answer));
        kept.forEach(answer -> LogCheck.holds(facts, answer));
        assertVerifies(node.log);
    }

    /// Every leaf hash is its entry's, chained to the stream's previous one, and the head's tree is theirs.
    static void assertVerifies(FactReader log) {
        Frontier tree = Frontier.EMPTY;
        Map<String, Hash> previous = new HashMap<>();
        for (StoredFact fact : log.stream(-1).toList()) {
            assertThat(fact.leafHash())
                    .as("leaf of %s", fact)
                    .isEqualTo(log.entry(fact, previous.get(fact.stream())).leafHash());
            previous.put(fact.stream(), fact.leafHash());
            tree = tree.append(fact.leafHash());
        }
        assertThat(log.head().frontier().root()).isEqualTo(tree.root());
    }

    /// No append gets past it until it is rolled back.
    private static void lockHead(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        try (var lock = connection.createStatement()) {
            lock.execute("select from kept_log.log for update");
        }
    }

    private static int terminateWaiters(Connection connection) throws Exception {
        String terminate = "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'";
        try (var select = connection.createStatement();
                var row = select.executeQuery(terminate)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
