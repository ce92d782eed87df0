package dev.kept.store;

import dev.kept.domain.audit.Hash;
import dev.kept.embedded.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.conversion.ChainingContentTypeConverter;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.EmptyApplicationContext;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.core.unitofwork.SimpleUnitOfWorkFactory;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// A database of its own with one log, and the words to append to it.
final class Fixture implements AutoCloseable {
    static final String ORIGIN = "ledger.example/acme";
    static final Instant NOON = Instant.parse("2026-10-14T12:00:00Z");
    static final Duration LIMIT = Duration.ofSeconds(20);

    final TestDatabase.Access access;
    final LogDatabase database;
    final PostgresEventStorageEngine engine;
    final FactReader reader;

    private Fixture(TestDatabase.Access access, String url) {
        this.access = access;
        this.database = LogDatabase.open(url, access.user(), access.password(), 4);
        this.engine = engine(database, "acme", ORIGIN);
        this.reader = FactReader.open(database, "acme", ORIGIN);
    }

    static Fixture fresh() {
        TestDatabase.Access access = TestDatabase.fresh();
        return new Fixture(access, access.jdbcUrl());
    }

    /// A second node: its own pool on the same log.
    Fixture otherNode() {
        return new Fixture(access, access.jdbcUrl());
    }

    /// A second node whose connections go through the proxy.
    Fixture otherNode(TcpProxy proxy) {
        return new Fixture(access, access.jdbcUrl().replaceFirst("//[^/]+/", "//127.0.0.1:" + proxy.port() + "/"));
    }

    /// A proxy in front of the database's server.
    TcpProxy proxy() throws IOException {
        URI server = URI.create(access.jdbcUrl().substring("jdbc:".length()));
        return TcpProxy.to(server.getHost(), server.getPort());
    }

    static PostgresEventStorageEngine engine(LogDatabase database, String name, String origin) {
        return PostgresEventStorageEngine.open(
                database, name, origin, new ChainingContentTypeConverter(), new SecureRandom());
    }

    static TaggedEventMessage<EventMessage> fact(String payload, Tag... tags) {
        return fact(payload, NOON, tags);
    }

    static Tag tag(String key, String value) {
        return new Tag(key, value);
    }

    static TaggedEventMessage<EventMessage> factOf(String name, String payload, Tag... tags) {
        return fact(new MessageType(name, "1"), UUID.randomUUID().toString(), payload, NOON, Map.of(), tags);
    }

    static TaggedEventMessage<EventMessage> fact(String payload, Instant time, Tag... tags) {
        return fact(UUID.randomUUID().toString(), payload, time, Map.of("actor", "user:7"), tags);
    }

    static TaggedEventMessage<EventMessage> fact(
            String id, String payload, Instant time, Map<String, String> metadata, Tag... tags) {
        return fact(new MessageType("commitment.made", "1"), id, payload, time, metadata, tags);
    }

    /// A fact as the recorder makes it: payload and a few metadata, the time it happened among them.
    static TaggedEventMessage<EventMessage> fact(String id, byte[] payload, Tag... tags) {
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(
                        id,
                        new MessageType("commitment.made", "1"),
                        payload,
                        Map.of("actor", "user:7", "source", "erp", Tags.AT, "1996-07-04T00:00:00Z"),
                        NOON),
                Set.of(tags));
    }

    static TaggedEventMessage<EventMessage> fact(
            MessageType type, String id, String payload, Instant time, Map<String, String> metadata, Tag... tags) {
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(id, type, payload.getBytes(StandardCharsets.UTF_8), metadata, time),
                Set.copyOf(new HashSet<>(Arrays.asList(tags))));
    }

    /// A fact as it might stand in a log, of which only its place and size matter.
    static StoredFact stored(long position, String stream, int version) {
        byte[] bytes = new byte[100];
        return new StoredFact(
                position, "id", stream, version, "made", 1, NOON, NOON, NOON, bytes, bytes, bytes, Hash.EMPTY_ROOT);
    }

    static String text(StoredFact fact) {
        return new String(fact.payload(), StandardCharsets.UTF_8);
    }

    @SafeVarargs
    final ConsistencyMarker append(TaggedEventMessage<EventMessage>... facts) {
        return append(AppendCondition.none(), List.of(facts));
    }

    ConsistencyMarker append(AppendCondition condition, List<? extends TaggedEventMessage<?>> facts) {
        return append(engine, condition, facts);
    }

    static ConsistencyMarker append(
            PostgresEventStorageEngine engine, AppendCondition condition, List<? extends TaggedEventMessage<?>> facts) {
        return appendIn(null, engine, condition, facts);
    }

    /// Appends with the offsets and lets the append's own failure through.
    static AppendReceipt appendWith(
            PostgresEventStorageEngine engine, ConsumerOffsets offsets, List<? extends TaggedEventMessage<?>> facts) {
        return await(new SimpleUnitOfWorkFactory(EmptyApplicationContext.INSTANCE)
                .create("test")
                .executeWithResult(context -> {
                    context.putResource(ConsumerOffsets.KEY, offsets);
                    appendIn(context, engine, AppendCondition.none(), facts);
                    return CompletableFuture.completedFuture(context.getResource(AppendReceipt.KEY));
                }));
    }

    @SuppressWarnings("unchecked")
    static ConsistencyMarker appendIn(
            @Nullable ProcessingContext context,
            PostgresEventStorageEngine engine,
            AppendCondition condition,
            List<? extends TaggedEventMessage<?>> facts) {
        var transaction =
                (AppendTransaction<Object>) await(engine.appendEvents(condition, context, List.copyOf(facts)));
        Object committed = await(transaction.commit(context));
        return await(transaction.afterCommit(committed, context));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Sources what matches, without the marker's entry.
    List<EventMessage> source(EventCriteria criteria) {
        return sourced(criteria).events();
    }

    record Sourced(List<EventMessage> events, ConsistencyMarker marker) {}

    Sourced sourced(EventCriteria criteria) {
        MessageStream<EventMessage> stream = engine.source(SourcingCondition.conditionFor(criteria), null);
        List<EventMessage> events = new ArrayList<>();
        ConsistencyMarker marker = ConsistencyMarker.ORIGIN;
        while (stream.hasNextAvailable()) {
            var entry = stream.next().orElseThrow();
            ConsistencyMarker found = entry.getResource(ConsistencyMarker.RESOURCE_KEY);
            if (found == null) {
                events.add(entry.message());
            } else {
                marker = found;
            }
        }
        stream.error().ifPresent(error -> {
            throw new IllegalStateException(error);
        });
        return new Sourced(events, marker);
    }

    static String text(EventMessage message) {
        return new String((byte[]) message.payload(), StandardCharsets.UTF_8);
    }

    /// A statement as the superuser, who may do what the application may not.
    void asSuperuser(String sql) throws SQLException {
        try (Connection connection = access.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// One number as the superuser, also when the log is closed.
    long number(String sql) throws SQLException {
        try (Connection connection = access.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
