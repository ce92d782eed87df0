package dev.kept.store.recording;

import static dev.kept.store.recording.Commands.made;
import static dev.kept.store.recording.Commands.met;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.id.CommitmentId;
import dev.kept.domain.axon.FactTags;
import dev.kept.domain.axon.RecordFacts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.junit.jupiter.api.Test;

class FailingAppendIT {
    @Test
    void aFailedAppendFailsItsCallerAndTheNextOneWorks() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        PlantedEngine.Planted firstFails = new PlantedEngine.Planted() {
            @Override
            public void beforeCommit(List<TaggedEventMessage<?>> events) {
                if (commits.getAndIncrement() == 0) {
                    throw new IllegalStateException("planted");
                }
            }
        };
        try (Recording node = Recording.with(firstFails)) {
            assertThatThrownBy(() -> node.record(made("a", "1")))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(RecordingFailed.class)
                    .hasMessageContaining("planted");
            assertThat(node.log.head().size()).isZero();

            assertThat(node.record(made("a", "1"))).hasOnlyElementsOfType(Answer.Recorded.class);
            assertThat(node.log.head().size()).isEqualTo(1);
        }
    }

    @Test
    void aCommandThatCannotBeStoredFailsAloneInItsBatch() throws Exception {
        CountDownLatch allWait = new CountDownLatch(1);
        PlantedEngine.Planted refusesPoison = new PlantedEngine.Planted() {
            @Override
            public void beforeCommit(List<TaggedEventMessage<?>> events) {
                awaited(allWait);
                var poison = FactTags.commitment(new CommitmentId("poison"));
                if (events.stream().anyMatch(event -> event.tags().contains(poison))) {
                    throw new EventStoreException("planted", new SQLException("invalid byte sequence", "22021"));
                }
            }
        };
        try (Recording node = Recording.with(refusesPoison)) {
            List<CompletableFuture<List<Answer>>> submissions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                RecordFacts.Item item = i == 77 ? made("poison", "k") : made("order-" + i, "made-" + i);
                submissions.add(node.recorder.record(List.of(item)));
            }
            allWait.countDown();

            for (int i = 0; i < 200; i++) {
                CompletableFuture<List<Answer>> submission = submissions.get(i);
                if (i == 77) {
                    assertThatThrownBy(() -> Recording.answers(submission)).hasCauseInstanceOf(RecordingFailed.class);
                } else {
                    assertThat(Recording.answers(submission)).hasOnlyElementsOfType(Answer.Recorded.class);
                }
            }
            assertThat(node.log.head().size()).isEqualTo(199);
        }
    }

    /// As beside another node that appends to one of its commitments faster than the batch can be tried.
    @Test
    void aLongBatchThatLosesEveryRaceIsWrittenInShorterOnes() throws Exception {
        PlantedEngine.Planted losesWhenLong = new PlantedEngine.Planted() {
            @Override
            public void beforeCommit(List<TaggedEventMessage<?>> events) {
                if (events.size() > 40) {
                    throw AppendEventsTransactionRejectedException.conflictingEventsDetected(
                            new GlobalIndexConsistencyMarker(0));
                }
            }
        };
        try (Recording node = Recording.with(losesWhenLong)) {
            RecordFacts.Item[] items = IntStream.range(0, RecordFacts.MAX_ITEMS)
                    .mapToObj(i -> i < 999 ? made("order-" + i % 900, "made-" + i % 900) : met("order-0", "met"))
                    .toArray(RecordFacts.Item[]::new);
            List<Answer> answers = node.record(items);

            assertThat(answers.subList(0, 900)).hasOnlyElementsOfType(Answer.Recorded.class);
            assertThat(answers.subList(900, 999)).hasOnlyElementsOfType(Answer.Duplicate.class);
            assertThat(answers.getLast()).isInstanceOf(Answer.Recorded.class);
            assertThat(node.log.head().size()).isEqualTo(901);
        }
    }

    @Test
    void whoseAcknowledgementWasLostIsToldThatItIsRecorded() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        PlantedEngine.Planted loses = new PlantedEngine.Planted() {
            @Override
            public void afterCommit(List<TaggedEventMessage<?>> events) {
                if (commits.getAndIncrement() == 0) {
                    throw new EventStoreException("planted", new SQLException("connection reset", "08006"));
                }
            }
        };
        try (Recording node = Recording.with(loses)) {
            List<Answer> answers = node.record(made("a", "1"), made("a", "1"), met("a", "2"));

            assertThat(answers.get(0)).isInstanceOfSatisfying(Answer.Recorded.class, first -> {
                assertThat(first.position()).isZero();
                assertThat(first.acceptedAt())
                        .isEqualTo(node.log.after(-1, 1).getFirst().acceptedAt());
            });
            assertThat(answers.get(1)).isInstanceOf(Answer.Duplicate.class);
            assertThat(answers.get(2)).isInstanceOfSatisfying(Answer.Recorded.class, met -> {
                assertThat(met.position()).isEqualTo(1);
                assertThat(met.version()).isEqualTo(1);
            });
            assertThat(node.log.head().size()).isEqualTo(2);
            assertThat(node.record(met("a", "2"))).hasOnlyElementsOfType(Answer.Duplicate.class);
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
