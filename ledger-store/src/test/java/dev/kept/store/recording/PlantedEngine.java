package dev.kept.store.recording;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.jspecify.annotations.Nullable;

/// The real engine with a fault before or after its commits.
final class PlantedEngine implements EventStorageEngine {
    private final EventStorageEngine real;
    private final Planted planted;

    PlantedEngine(EventStorageEngine real, Planted planted) {
        this.real = real;
        this.planted = planted;
    }

    interface Planted {
        /// Throws what the commit is to fail with.
        default void beforeCommit(List<TaggedEventMessage<?>> events) {}

        /// Throws what the caller hears, although it is committed.
        default void afterCommit(List<TaggedEventMessage<?>> events) {}
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, @Nullable ProcessingContext context, List<TaggedEventMessage<?>> events) {
        return real.appendEvents(condition, context, events).thenApply(append -> new Faulty<>(append, events));
    }

    private final class Faulty<R> implements AppendTransaction<R> {
        private final AppendTransaction<R> append;
        private final List<TaggedEventMessage<?>> events;

        Faulty(AppendTransaction<R> append, List<TaggedEventMessage<?>> events) {
            this.append = append;
            this.events = events;
        }

        @Override
        public CompletableFuture<R> commit(@Nullable ProcessingContext context) {
            try {
                planted.beforeCommit(events);
                CompletableFuture<R> committed = append.commit(context);
                planted.afterCommit(events);
                return committed;
            } catch (RuntimeException failure) {
                return CompletableFuture.failedFuture(failure);
            }
        }

        @Override
        public void rollback(@Nullable ProcessingContext context) {
            append.rollback(context);
        }

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(R result, @Nullable ProcessingContext context) {
            return append.afterCommit(result, context);
        }
    }

    @Override
    public MessageStream<EventMessage> source(SourcingCondition condition, @Nullable ProcessingContext context) {
        return real.source(condition, context);
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, @Nullable ProcessingContext context) {
        return real.stream(condition, context);
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
        return real.firstToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
        return real.latestToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(Instant at, @Nullable ProcessingContext context) {
        return real.tokenAt(at, context);
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        real.describeTo(descriptor);
    }
}
