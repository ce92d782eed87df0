package dev.kept.domain.axon;

import dev.kept.api.event.CommitmentEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;

/// Axon's engine in memory, which notes every append and fails where it is told to.
final class RecordingEngine implements EventStorageEngine {
    enum Fault {
        NONE,
        THROWS,
        FAILS_ON_APPEND,
        FAILS_ON_COMMIT,
        FAILS_ON_SOURCING
    }

    private final EventStorageEngine engine = new InMemoryEventStorageEngine();
    private final List<List<TaggedEventMessage<?>>> appends = new ArrayList<>();
    private final List<ProcessingContext> contexts = new ArrayList<>();
    private Fault fault = Fault.NONE;
    private Runnable beforeAppend = () -> {};

    void failing(Fault how) {
        fault = how;
    }

    /// Done once, between sourcing and the next append.
    void beforeAppend(Runnable action) {
        beforeAppend = action;
    }

    /// The messages of each append, in order.
    List<List<TaggedEventMessage<?>>> appends() {
        return appends;
    }

    /// Everything that is in the log, in order.
    List<CommitmentEvent> stored() {
        return engine.source(SourcingCondition.conditionFor(EventCriteria.havingAnyTag()), null)
                .reduce(new ArrayList<CommitmentEvent>(), (events, entry) -> {
                    if (entry.message().payload() instanceof CommitmentEvent event) {
                        events.add(event);
                    }
                    return events;
                })
                .join();
    }

    List<ProcessingContext> contexts() {
        return contexts;
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, ProcessingContext context, List<TaggedEventMessage<?>> events) {
        Runnable action = beforeAppend;
        beforeAppend = () -> {};
        action.run();
        return switch (fault) {
            case THROWS -> throw new IllegalStateException("planted: append throws");
            case FAILS_ON_APPEND -> CompletableFuture.failedFuture(new IllegalStateException("planted: append fails"));
            case FAILS_ON_COMMIT -> CompletableFuture.completedFuture(new FailingCommit());
            case NONE, FAILS_ON_SOURCING -> {
                appends.add(List.copyOf(events));
                contexts.add(context);
                yield engine.appendEvents(condition, context, events);
            }
        };
    }

    private static final class FailingCommit implements AppendTransaction<ConsistencyMarker> {
        @Override
        public CompletableFuture<ConsistencyMarker> commit(ProcessingContext context) {
            return CompletableFuture.failedFuture(new IllegalStateException("planted: commit fails"));
        }

        @Override
        public void rollback(ProcessingContext context) {}

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(ConsistencyMarker marker, ProcessingContext context) {
            return CompletableFuture.completedFuture(marker);
        }
    }

    @Override
    public MessageStream<EventMessage> source(SourcingCondition condition, ProcessingContext context) {
        return fault == Fault.FAILS_ON_SOURCING
                ? MessageStream.failed(new IllegalStateException("planted: sourcing fails"))
                : engine.source(condition, context);
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, ProcessingContext context) {
        return engine.stream(condition, context);
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(ProcessingContext context) {
        return engine.firstToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(ProcessingContext context) {
        return engine.latestToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(Instant at, ProcessingContext context) {
        return engine.tokenAt(at, context);
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeWrapperOf(engine);
    }
}
