package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What sourcing remembers must never change what is decided.
class SourcingIT {
    private static final EventCriteria A = EventCriteria.havingTags(Tags.commitment("a"));
    private static final EventCriteria B = EventCriteria.havingTags(Tags.commitment("b"));

    private final Fixture log = Fixture.fresh();
    private final Fixture other = log.otherNode();

    @AfterEach
    void close() {
        other.close();
        log.close();
    }

    @Test
    void seesWhatAnotherNodeAddedToARememberedStream() {
        for (int i = 0; i < 6; i++) {
            Fixture writer = i % 2 == 0 ? log : other;
            writer.append(fact("a" + i, Tags.commitment("a")));
            for (Fixture node : List.of(log, other)) {
                assertThat(node.source(A))
                        .hasSize(i + 1)
                        .last()
                        .extracting(Fixture::text)
                        .isEqualTo("a" + i);
            }
        }
        assertVerifies();
    }

    @Test
    void sourcesFromAPositionOn() {
        log.append(
                fact("a0", Tags.commitment("a")), fact("a1", Tags.commitment("a")), fact("a2", Tags.commitment("a")));
        assertThat(log.source(A)).hasSize(3);
        var afterFirst = log.sourced(A).marker().position();
        log.append(fact("a3", Tags.commitment("a")));
        MessageStream<EventMessage> stream = log.engine.source(SourcingCondition.conditionFor(afterFirst, A), null);
        assertThat(stream.next().map(entry -> Fixture.text(entry.message()))).contains("a3");
    }

    /// As a recorder does that loads the next batch while the one before is being committed.
    @Test
    void aBatchSourcedWhileTheOneBeforeCommittedIsAppendedBehindIt() {
        log.append(fact("a0", Tags.commitment("a")));
        inContext(context -> {
            AppendCondition condition = condition(context, EventCriteria.either(A, B));
            log.append(fact("c0", Tags.commitment("c")));
            Fixture.appendIn(
                    context,
                    log.engine,
                    condition,
                    List.of(fact("a1", Tags.commitment("a")), fact("b0", Tags.commitment("b"))));
        });
        assertThat(log.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("a0", "c0", "a1", "b0");
        assertVerifies();
    }

    @Test
    void aBatchSourcedWhileTheOneBeforeTouchedTheSameCommitmentIsRejected() {
        inContext(context -> {
            AppendCondition condition = condition(context, A);
            log.append(fact("a0", Tags.commitment("a")));
            assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                    .isThrownBy(() -> Fixture.appendIn(
                            context, log.engine, condition, List.of(fact("a1", Tags.commitment("a")))));
        });
        assertThat(log.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("a0");
    }

    @Test
    void anAppendThatLostItsGroundToAnotherNodeIsChainedAnew() {
        log.append(fact("a0", Tags.commitment("a")));
        inContext(context -> {
            AppendCondition condition = condition(context, B);
            other.append(fact("a1", Tags.commitment("a")));
            Fixture.appendIn(
                    context,
                    log.engine,
                    condition,
                    List.of(fact("b0", Tags.commitment("b")), fact("a2", Tags.commitment("a"))));
        });
        assertThat(log.reader.streams(List.of("commitment/a")))
                .extracting(StoredFact::version)
                .containsExactly(0, 1, 2);
        assertVerifies();
    }

    @Test
    void twoSourcingsInOneContextKeepTheOlderMarker() {
        inContext(context -> {
            AppendCondition first = condition(context, A);
            other.append(fact("a0", Tags.commitment("a")));
            condition(context, B);
            assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                    .isThrownBy(() -> Fixture.appendIn(
                            context, log.engine, first.orCriteria(B), List.of(fact("b0", Tags.commitment("b")))));
        });
    }

    @Test
    void aLongListOfCommitmentsIsOneLookup() {
        List<EventCriteria> criteria = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            criteria.add(EventCriteria.havingTags(Tags.commitment("c" + i)));
            criteria.add(EventCriteria.havingTags(Tags.key("erp", "k" + i)));
        }
        log.append(
                fact("by stream", Tags.commitment("c7")),
                fact("by key", Tags.commitment("elsewhere"), Tags.key("erp", "k8")),
                fact("by both", Tags.commitment("c9"), Tags.key("erp", "k9")),
                fact("not asked for", Tags.commitment("elsewhere")));
        assertThat(log.source(EventCriteria.either(criteria)))
                .extracting(Fixture::text)
                .containsExactly("by stream", "by key", "by both");
    }

    private AppendCondition condition(ProcessingContext context, EventCriteria criteria) {
        MessageStream<EventMessage> stream = log.engine.source(SourcingCondition.conditionFor(criteria), context);
        AppendCondition condition = AppendCondition.withCriteria(criteria);
        while (stream.hasNextAvailable()) {
            ConsistencyMarker marker = stream.next().orElseThrow().getResource(ConsistencyMarker.RESOURCE_KEY);
            condition = marker == null ? condition : condition.withMarker(marker);
        }
        return condition;
    }

    private static void inContext(Consumer<ProcessingContext> work) {
        Fixture.await(new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                .create("test")
                .executeWithResult(context -> {
                    work.accept(context);
                    return CompletableFuture.completedFuture(null);
                }));
    }

    private void assertVerifies() {
        assertThat(log.reader.after(-1, 100))
                .isNotEmpty()
                .allSatisfy(
                        fact -> assertThat(log.reader.entry(fact).leafHash()).isEqualTo(fact.leafHash()));
    }
}
