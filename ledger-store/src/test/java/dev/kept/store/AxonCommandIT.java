package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.commandhandling.CommandBus;
import org.axonframework.messaging.commandhandling.CommandMessage;
import org.axonframework.messaging.commandhandling.CommandResultMessage;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.update.UpdateCheckerConfigurationEnhancer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The engine behind Axon's own command bus and event store: what a command's caller learns.
class AxonCommandIT {
    private static final QualifiedName RECORD = new QualifiedName("test.record");

    private final Fixture log = Fixture.fresh();
    private final List<AppendReceipt> receipts = new CopyOnWriteArrayList<>();
    private Runnable beforeCommit = () -> {};
    private @Nullable AxonConfiguration axon;

    @AfterEach
    void close() {
        if (axon != null) {
            axon.shutdown();
        }
        log.close();
    }

    @Test
    void aCommandsCallerGetsTheReceiptOfWhatWasCommitted() {
        start(log.engine);
        assertThat(record("a", "b", "a")).isEqualTo("0 facts before");
        assertThat(record("a")).isEqualTo("2 facts before");

        assertThat(receipts.getFirst().facts())
                .extracting(AppendReceipt.Accepted::position)
                .containsExactly(0L, 1L, 2L);
        assertThat(receipts.getLast().facts())
                .extracting(AppendReceipt.Accepted::version)
                .containsExactly(2);
        assertThat(log.reader.after(-1, 9)).hasSize(4);
    }

    @Test
    void aCommandThatWasOvertakenFailsAtItsCaller() throws Exception {
        start(log.engine);
        try (Fixture other = log.otherNode()) {
            beforeCommit = () -> other.append(fact("overtakes", Tags.commitment("a")));
            assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                    .isThrownBy(() -> record("a"));
            assertThat(receipts).isEmpty();
            assertThat(log.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("overtakes");
        }
    }

    @Test
    void aCommandWhoseEngineFailsToPrepareFailsAtItsCaller() {
        start(new Failing(log.engine, true, false));
        assertThatExceptionOfType(PlantedFailure.class).isThrownBy(() -> record("a"));
        assertThat(log.reader.head().size()).isZero();
    }

    @Test
    void aCommandWhoseEngineFailsToCommitFailsAtItsCaller() {
        start(new Failing(log.engine, false, true));
        assertThatExceptionOfType(PlantedFailure.class).isThrownBy(() -> record("a"));
        assertThat(log.reader.head().size()).isZero();
    }

    /// Nothing is held between the two steps, so a context that fails between them leaves no transaction open.
    @Test
    void aContextThatFailsBeforeItsCommitLeavesNothingBehind() throws Exception {
        start(log.engine);
        beforeCommit = () -> {
            throw new PlantedFailure();
        };
        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(PlantedFailure.class).isThrownBy(() -> record("a"));
        }
        beforeCommit = () -> {};
        assertThat(record("a")).isEqualTo("0 facts before");
        try (var connection = log.access.connect();
                var select = connection.prepareStatement(
                        "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                                + " and datname = current_database()");
                var row = select.executeQuery()) {
            row.next();
            assertThat(row.getInt(1)).isZero();
        }
    }

    private void start(EventStorageEngine engine) {
        axon = EventSourcingConfigurer.create()
                .componentRegistry(registry -> registry.disableEnhancer(UpdateCheckerConfigurationEnhancer.class))
                .registerEventStorageEngine(_ -> engine)
                .registerTagResolver(_ -> event -> Set.of(Tags.commitment(
                        Optional.ofNullable(event.metadata().get("commitment")).orElseThrow())))
                .registerCommandHandlingModule(CommandHandlingModule.named("test")
                        .commandHandlers()
                        .commandHandler(RECORD, configuration -> (command, context) -> {
                            EventStore store = configuration.getComponent(EventStore.class);
                            return handle(store, command, context);
                        }))
                .start();
    }

    /// Sources the streams of a batch with one condition, and appends a fact to each.
    private MessageStream.Single<CommandResultMessage> handle(
            EventStore store, CommandMessage command, ProcessingContext context) {
        String[] commitments = ((String) command.payload()).split(",");
        var transaction = store.transaction(context);
        List<EventCriteria> criteria = new ArrayList<>();
        for (String commitment : commitments) {
            criteria.add(EventCriteria.havingTags(Tags.commitment(commitment)));
        }
        int before = Fixture.await(transaction
                .source(SourcingCondition.conditionFor(EventCriteria.either(criteria)))
                .reduce(0, (count, _) -> count + 1));
        for (String commitment : commitments) {
            transaction.appendEvent(new GenericEventMessage(
                    UUID.randomUUID().toString(),
                    new MessageType("commitment.made", "1"),
                    commitment.getBytes(StandardCharsets.UTF_8),
                    Map.of("commitment", commitment),
                    Fixture.NOON));
        }
        context.runOnPrepareCommit(_ -> beforeCommit.run());
        context.runOnAfterCommit(after -> receipts.add(after.getResource(AppendReceipt.KEY)));
        return MessageStream.just(
                new GenericCommandResultMessage(new MessageType("test.result"), before + " facts before"));
    }

    private String record(String... commitments) {
        var command = new GenericCommandMessage(new MessageType(RECORD.name(), "1"), String.join(",", commitments));
        var result = Fixture.await(
                Objects.requireNonNull(axon).getComponent(CommandBus.class).dispatch(command, null));
        return (String) result.payload();
    }

    private static final class PlantedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Passes everything on, but fails where it is told to.
    private record Failing(PostgresEventStorageEngine engine, boolean prepare, boolean commit)
            implements EventStorageEngine {
        @Override
        public CompletableFuture<AppendTransaction<?>> appendEvents(
                AppendCondition condition, @Nullable ProcessingContext context, List<TaggedEventMessage<?>> events) {
            if (prepare) {
                return CompletableFuture.failedFuture(new PlantedFailure());
            }
            return commit
                    ? CompletableFuture.completedFuture(new FailingCommit())
                    : engine.appendEvents(condition, context, events);
        }

        @Override
        public MessageStream<EventMessage> source(SourcingCondition condition, @Nullable ProcessingContext context) {
            return engine.source(condition, context);
        }

        @Override
        public MessageStream<EventMessage> stream(StreamingCondition condition, @Nullable ProcessingContext context) {
            return engine.stream(condition, context);
        }

        @Override
        public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
            return engine.firstToken(context);
        }

        @Override
        public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
            return engine.latestToken(context);
        }

        @Override
        public CompletableFuture<TrackingToken> tokenAt(Instant at, @Nullable ProcessingContext context) {
            return engine.tokenAt(at, context);
        }

        @Override
        public void describeTo(ComponentDescriptor descriptor) {
            engine.describeTo(descriptor);
        }
    }

    private static final class FailingCommit implements EventStorageEngine.AppendTransaction<String> {
        @Override
        public CompletableFuture<String> commit(@Nullable ProcessingContext context) {
            return CompletableFuture.failedFuture(new PlantedFailure());
        }

        @Override
        public void rollback(@Nullable ProcessingContext context) {}

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(String result, @Nullable ProcessingContext context) {
            return CompletableFuture.failedFuture(new AssertionError("nothing was committed"));
        }
    }
}
