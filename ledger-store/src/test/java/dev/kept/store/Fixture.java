package dev.kept.store;

import dev.kept.embedded.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.conversion.ChainingContentTypeConverter;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine.AppendTransaction;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.Tag;

/// A database of its own with one log, and the words to append to it.
final class Fixture implements AutoCloseable {
    static final String ORIGIN = "ledger.example/acme";
    static final Instant NOON = Instant.parse("2026-10-14T12:00:00Z");
    static final Duration LIMIT = Duration.ofSeconds(20);

    final TestDatabase.Access access;
    final LogDatabase database;
    final PostgresEventStorageEngine engine;
    final FactReader reader;

    private Fixture(TestDatabase.Access access) {
        this.access = access;
        this.database = LogDatabase.open(access.jdbcUrl(), access.user(), access.password(), 4);
        this.engine = engine(database, "acme", ORIGIN);
        this.reader = FactReader.open(database, "acme", ORIGIN);
    }

    static Fixture fresh() {
        return new Fixture(TestDatabase.fresh());
    }

    /// A second node: its own pool on the same log.
    Fixture otherNode() {
        return new Fixture(access);
    }

    static PostgresEventStorageEngine engine(LogDatabase database, String name, String origin) {
        return PostgresEventStorageEngine.open(
                database, name, origin, new ChainingContentTypeConverter(), new SecureRandom());
    }

    static TaggedEventMessage<EventMessage> fact(String payload, Tag... tags) {
        return fact(payload, NOON, tags);
    }

    static TaggedEventMessage<EventMessage> fact(String payload, Instant time, Tag... tags) {
        return fact(UUID.randomUUID().toString(), payload, time, Map.of("actor", "user:7"), tags);
    }

    static TaggedEventMessage<EventMessage> fact(
            String id, String payload, Instant time, Map<String, String> metadata, Tag... tags) {
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(
                        id,
                        new MessageType("commitment.made", "1"),
                        payload.getBytes(StandardCharsets.UTF_8),
                        metadata,
                        time),
                Set.copyOf(new HashSet<>(Arrays.asList(tags))));
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

    /// Appends and lets the append's own failure through.
    @SuppressWarnings("unchecked")
    static ConsistencyMarker append(
            PostgresEventStorageEngine engine, AppendCondition condition, List<? extends TaggedEventMessage<?>> facts) {
        try {
            var transaction = (AppendTransaction<Object>)
                    engine.appendEvents(condition, null, List.copyOf(facts)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Object committed = transaction.commit(null).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return transaction.afterCommit(committed, null).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// A statement as the superuser, who may do what the application may not.
    void asSuperuser(String sql) throws SQLException {
        try (Connection connection = access.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
