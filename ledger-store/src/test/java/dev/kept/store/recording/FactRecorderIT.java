package dev.kept.store.recording;

import static dev.kept.store.recording.Commands.made;
import static dev.kept.store.recording.Commands.met;
import static dev.kept.store.recording.Commands.typed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactRecorderIT {
    private final Recording node = Recording.fresh();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void oneOfAThousandParallelSubmissionsOfOneKeyIsRecordedAndTheOthersHearWhere() throws Exception {
        node.record(made("before", "before"));
        CyclicBarrier together = new CyclicBarrier(1_000);
        List<Future<List<Answer>>> calls = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                calls.add(callers.submit(() -> {
                    together.await();
                    return node.record(made("order-1", "order-1-made"));
                }));
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<List<Answer>> call : calls) {
            answers.addAll(call.get());
        }

        assertThat(node.log.head().size()).isEqualTo(2);
        assertThat(answers)
                .hasSize(1_000)
                .filteredOn(Answer.Recorded.class::isInstance)
                .hasSize(1);
        assertThat(answers).filteredOn(Answer.Duplicate.class::isInstance).hasSize(999);
        assertThat(answers).allSatisfy(answer -> {
            switch (answer) {
                case Answer.Recorded recorded -> {
                    assertThat(recorded.position()).isEqualTo(1);
                    assertThat(recorded.version()).isZero();
                }
                case Answer.Duplicate duplicate -> {
                    assertThat(duplicate.position()).isEqualTo(1);
                    assertThat(duplicate.version()).isZero();
                    assertThat(duplicate.first().envelope().factId())
                            .isEqualTo(node.log.after(0, 1).getFirst().factId());
                }
                case Answer.Refused refused -> throw new AssertionError(refused);
            }
        });
    }

    @Test
    void anotherContentUnderAUsedKeyIsRefusedNamingBothFingerprints() throws Exception {
        RecordFacts.Item first = made("order-1", "k", "By noon");
        RecordFacts.Item second = made("order-2", "k", "By evening");
        node.record(first);

        List<Answer> answers = node.record(second);

        assertThat(answers).singleElement().isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(RefusalCode.CONFLICTING_DUPLICATE);
            assertThat(refused.refusal().message())
                    .contains(FactLineWriter.fingerprint(first.command()))
                    .contains(FactLineWriter.fingerprint(second.command()));
        });
        assertThat(node.log.head().size()).isEqualTo(1);
    }

    @Test
    void everyCommandOfASubmissionIsAnsweredByItselfInOrder() throws Exception {
        node.record(made("old", "old-made"), met("old", "old-met"));

        List<Answer> answers = node.record(
                made("a", "1"),
                typed(met("nobody", "2")),
                met("a", "3"),
                made("a", "1"),
                made("b", "3"),
                met("old", "old-met"),
                met("old", "4"));

        assertThat(answers).hasSize(7);
        assertThat(answers.get(0)).isInstanceOfSatisfying(Answer.Recorded.class, a -> at(2, 0, a));
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        a -> assertThat(a.refusal().code()).isEqualTo(RefusalCode.UNKNOWN_COMMITMENT));
        assertThat(answers.get(2)).isInstanceOfSatisfying(Answer.Recorded.class, a -> at(3, 1, a));
        assertThat(answers.get(3))
                .isInstanceOfSatisfying(
                        Answer.Duplicate.class, a -> assertThat(a.position()).isEqualTo(2));
        assertThat(answers.get(4))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        a -> assertThat(a.refusal().code()).isEqualTo(RefusalCode.CONFLICTING_DUPLICATE));
        assertThat(answers.get(5)).isInstanceOfSatisfying(Answer.Duplicate.class, a -> {
            assertThat(a.position()).isEqualTo(1);
            assertThat(a.version()).isEqualTo(1);
        });
        assertThat(answers.get(6)).isInstanceOfSatisfying(Answer.Recorded.class, a -> at(4, 2, a));
    }

    private static void at(long position, int version, Answer.Recorded recorded) {
        assertThat(recorded.position()).isEqualTo(position);
        assertThat(recorded.version()).isEqualTo(version);
    }

    @Test
    void whatWasRecordedIsInTheLogAsAnswered() throws Exception {
        List<Answer> answers = node.record(made("a", "1"), met("a", "2"));

        List<StoredFact> facts = node.log.after(-1, 10);
        assertThat(facts).hasSize(2);
        for (int i = 0; i < 2; i++) {
            StoredFact fact = facts.get(i);
            assertThat(answers.get(i)).isInstanceOfSatisfying(Answer.Recorded.class, recorded -> {
                assertThat(recorded.event().envelope().factId()).isEqualTo(fact.factId());
                assertThat(recorded.event().envelope().at()).isEqualTo(fact.at());
                assertThat(recorded.event().envelope().rec()).isEqualTo(fact.rec());
                assertThat(recorded.acceptedAt()).isEqualTo(fact.acceptedAt());
            });
        }
    }

    @Test
    void keepsTheTraceIdsThatCameAndInventsNone() throws Exception {
        node.record(Commands.traced("a", "1", "order-flow-7", "message-3"), met("a", "2"));

        assertThat(node.log.after(-1, 10))
                .extracting(fact -> new String(fact.meta(), StandardCharsets.UTF_8))
                .satisfiesExactly(
                        traced -> assertThat(traced)
                                .contains("\"correlationId\":\"order-flow-7\"")
                                .contains("\"causationId\":\"message-3\""),
                        untraced -> assertThat(untraced)
                                .doesNotContain("correlationId")
                                .doesNotContain("causationId"));
    }

    @Test
    void overCapacityAcceptsNothingAndWhatWaitsIsRecorded() throws Exception {
        List<RecordFacts.Item> thousand = IntStream.range(0, RecordFacts.MAX_ITEMS)
                .mapToObj(i -> made("order-" + i, "made-" + i))
                .toList();
        List<CompletableFuture<List<Answer>>> accepted = new ArrayList<>();
        try (Connection other = node.access.connect()) {
            lockHead(other);
            accepted.add(node.recorder.record(List.of(made("first", "first"))));
            awaitWaitForHead();
            boolean full = false;
            for (int i = 0; !full; i++) {
                assertThat(i).as("submissions of 1,000").isLessThanOrEqualTo(FactRecorder.MAX_WAITING / 1_000);
                try {
                    accepted.add(node.recorder.record(thousand));
                } catch (OverCapacity refused) {
                    full = true;
                    assertThat(refused).hasMessageContaining("50000");
                }
            }
            assertThatThrownBy(() -> node.recorder.record(thousand)).isInstanceOf(OverCapacity.class);
            other.rollback();
        }

        for (CompletableFuture<List<Answer>> submission : accepted) {
            assertThat(Recording.answers(submission)).doesNotHaveAnyElementsOfTypes(Answer.Refused.class);
        }
        assertThat(node.log.head().size()).isEqualTo(1_001);
        assertThat(node.record(made("after", "after"))).hasOnlyElementsOfType(Answer.Recorded.class);
    }

    @Test
    void closeRecordsWhatWaits() throws Exception {
        List<CompletableFuture<List<Answer>>> submissions = new ArrayList<>();
        Thread closing;
        try (Connection other = node.access.connect()) {
            lockHead(other);
            for (int i = 0; i < 500; i++) {
                submissions.add(node.recorder.record(List.of(made("order-" + i, "made-" + i))));
            }
            closing = Thread.startVirtualThread(node.recorder::close);
            assertThat(closing.join(java.time.Duration.ofMillis(200))).isFalse();
            other.rollback();
        }
        closing.join();

        for (CompletableFuture<List<Answer>> submission : submissions) {
            assertThat(submission.get(5, TimeUnit.SECONDS)).hasOnlyElementsOfType(Answer.Recorded.class);
        }
        assertThat(node.log.head().size()).isEqualTo(500);
        assertThatThrownBy(() -> node.recorder.record(List.of(made("late", "late"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /// No append gets past it until it is rolled back.
    private static void lockHead(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        try (var lock = connection.createStatement()) {
            lock.execute("select from kept_log.log for update");
        }
    }

    /// From then on nothing is taken from the queue.
    private void awaitWaitForHead() throws Exception {
        String waiters = "select count(*) from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'";
        try (Connection connection = node.access.connect();
                var select = connection.createStatement()) {
            await().until(() -> {
                try (var row = select.executeQuery(waiters)) {
                    return row.next() && row.getInt(1) > 0;
                }
            });
        }
    }

    @Test
    void whatACallerDoesWithItsAnswerHoldsNobodyUp() throws Exception {
        CompletableFuture<List<Answer>> second = node.recorder
                .record(List.of(made("a", "1")))
                .thenApply(_ -> node.recorder.record(List.of(met("a", "2"))).join());

        assertThat(Recording.answers(second)).hasOnlyElementsOfType(Answer.Recorded.class);
    }

    @Test
    void aSubmissionHasOneToAThousandCommands() {
        List<RecordFacts.Item> tooMany = java.util.Collections.nCopies(1_001, made("a", "1"));

        assertThatThrownBy(() -> node.recorder.record(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> node.recorder.record(tooMany))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001");
    }
}
