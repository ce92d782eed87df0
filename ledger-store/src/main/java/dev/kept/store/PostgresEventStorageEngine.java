package dev.kept.store;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Decision;
import dev.kept.store.intake.Companion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.conversion.Converter;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EmptyAppendTransaction;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.GlobalIndexPosition;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.Context.ResourceKey;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.WrappedToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.jspecify.annotations.Nullable;

/// One log of the database as Axon's event storage engine.
///
/// | number | means |
/// |---|---|
/// | consistency marker | position of the last fact in the log at sourcing, -1 for an empty log |
/// | tracking token | position of the last fact that was read, -1 before the first |
/// | message timestamp | as read: the acceptance; without metadata `at` the timestamp that was given |
///
/// Everything happens in `commit`: until then no connection is held, so a processing context that fails on its way
/// leaves nothing open. Blocking calls, meant for virtual threads.
public final class PostgresEventStorageEngine implements EventStorageEngine {
    private static final long BEFORE_FIRST = -1;

    private final Log log;
    private final DataSource database;
    private final HeadWatch watch;
    private final Drafts drafts;
    private final Finder finder;
    private final Appender appender;
    private final FactMessages messages;
    private final @Nullable KeyRing keys;

    private PostgresEventStorageEngine(LogDatabase database, Log log, Converter converter, RandomGenerator salts) {
        this.log = log;
        this.database = database.logSource();
        this.watch = database.watch();
        this.keys = database.keys(log);
        this.messages = new FactMessages(keys);
        this.drafts = new Drafts(converter, keys);
        StreamCache cache = database.streams(log);
        this.finder = new Finder(log.id(), cache);
        this.appender = new Appender(this.database, log, finder, cache, database.tail(log), salts);
    }

    /// The engine of the log of this name, which is begun where there is none.
    ///
    /// @param origin the log's name in entries and checkpoints, for ever
    /// @param converter turns payloads that are not bytes yet into bytes
    /// @param salts makes the salts that keep leaves unguessable: a `SecureRandom`
    public static PostgresEventStorageEngine open(
            LogDatabase database, String name, String origin, Converter converter, RandomGenerator salts) {
        Log log = Log.open(database.logSource(), name, origin);
        return new PostgresEventStorageEngine(database, log, converter, salts);
    }

    /// A batch's turn behind the one that was offered before it: put into its processing context, it lets the batch be
    /// sourced and decided while the one before is still being stored. See [AppendTurn].
    public sealed interface Turn permits AppendTurn {
        ResourceKey<Turn> KEY = ResourceKey.withLabel("kept.turn");

        /// @param before the turn of the batch before, if that one is still under way
        /// @param moreWait whether another batch waits, so that storing this one is to be overlapped
        static Turn after(@Nullable Turn before, BooleanSupplier moreWait) {
            return new AppendTurn((AppendTurn) before, moreWait);
        }

        /// Waits until the batch before is stored, for a batch that appends nothing and stores something else.
        ///
        /// @throws RuntimeException if it was not
        void awaitBefore();
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition, @Nullable ProcessingContext context, List<TaggedEventMessage<?>> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(EmptyAppendTransaction.INSTANCE);
        }
        return attempt(() -> {
            List<Draft> batch = drafts.of(events);
            return new Append(condition, batch);
        });
    }

    @Override
    public MessageStream<EventMessage> source(SourcingCondition condition, @Nullable ProcessingContext context) {
        EventCriteria criteria = condition.criteria();
        long after = Math.max(BEFORE_FIRST, GlobalIndexPosition.toIndex(condition.start()));
        try {
            Wanted wanted = Wanted.of(criteria);
            AppendTurn turn = turn(context);
            if (wanted.scans()) {
                if (turn != null) {
                    turn.awaitBefore();
                }
                return scan(criteria, after);
            }
            Finder.Found stored = read(connection -> finder.find(connection, criteria, wanted, after));
            watch.seen(log.id(), stored.head().size());
            Optional<Recent> ahead = turn == null ? Optional.empty() : turn.ahead();
            Finder.Found found = ahead.map(append -> stored.behind(append, criteria, wanted, after))
                    .orElse(stored);
            if (context != null) {
                context.updateResource(Ground.KEY, before -> Ground.merge(before, found.ground()));
            }
            return messages.sourced(Opening.open(found.facts(), keys).stream(), found.head());
        } catch (RuntimeException failure) {
            return MessageStream.failed(failure).cast();
        }
    }

    @Override
    public MessageStream<EventMessage> stream(StreamingCondition condition, @Nullable ProcessingContext context) {
        try {
            long size = head().size();
            long after = position(condition.position(), size);
            return new FactStream(database, watch, log.id(), finder, messages, condition.criteria(), after);
        } catch (RuntimeException failure) {
            return MessageStream.failed(failure).cast();
        }
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
        return CompletableFuture.completedFuture(token(BEFORE_FIRST));
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
        return attempt(() -> token(head().size() - 1));
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(Instant at, @Nullable ProcessingContext context) {
        return attempt(() -> {
            long size = head().size();
            return token(read(c -> FactRows.firstAcceptedFrom(c, log.id(), Micros.ofCeiling(at), size)) - 1);
        });
    }

    /// Stores how far a consumer has come where there is no fact to append with it.
    ///
    /// @throws ConsumerOffsets.Fenced if another consumer of its name has moved on
    public void store(ConsumerOffsets offsets) {
        appender.store(connection -> write(connection, offsets, null, List.of()));
    }

    /// Stores what was to go with facts where the batch has none.
    ///
    /// @param offsets null if there are none
    /// @throws ConsumerOffsets.Fenced if another consumer of its name has moved on
    public void store(@Nullable ConsumerOffsets offsets, Companion companion, List<Decision> decisions) {
        appender.store(connection -> write(connection, offsets, companion, decisions));
    }

    private Appender.@Nullable Rows beside(ProcessingContext context) {
        ConsumerOffsets offsets = context.getResource(ConsumerOffsets.KEY);
        Companion companion = context.getResource(Companion.KEY);
        if (offsets == null && companion == null) {
            return null;
        }
        List<Decision> decisions = context.getResource(RecordFacts.DECISIONS);
        return connection -> write(connection, offsets, companion, decisions == null ? List.of() : decisions);
    }

    private void write(
            Connection connection,
            @Nullable ConsumerOffsets offsets,
            @Nullable Companion companion,
            List<Decision> decisions)
            throws SQLException {
        if (offsets != null) {
            OffsetRows.move(connection, log.id(), offsets);
        }
        if (companion != null) {
            companion.write(connection, log.id(), decisions);
        }
    }

    /// The next offset of each partition of the topic that the consumer has a row for.
    public Map<Integer, Long> offsets(String consumer, String topic) {
        return read(connection -> OffsetRows.of(connection, log.id(), consumer, topic));
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeProperty("log", log.name());
        descriptor.describeProperty("origin", log.origin());
    }

    /// One append on its way; the steps are the framework's.
    private final class Append implements AppendTransaction<Chain> {
        private final AppendCondition condition;
        private final List<Draft> batch;
        private final AtomicBoolean finished = new AtomicBoolean();

        Append(AppendCondition condition, List<Draft> batch) {
            this.condition = condition;
            this.batch = batch;
        }

        @Override
        public CompletableFuture<Chain> commit(@Nullable ProcessingContext context) {
            if (finished.getAndSet(true)) {
                return CompletableFuture.failedFuture(
                        new IllegalStateException("this append is already committed or rolled back"));
            }
            Ground sourced = context == null ? null : context.getResource(Ground.KEY);
            Appender.Rows beside = context == null ? null : beside(context);
            AppendTurn turn = turn(context);
            return stored(turn, sourced, beside).thenApply(chain -> {
                watch.appended(log.id(), chain.head().size());
                if (context != null) {
                    context.putResource(AppendReceipt.KEY, AppendReceipt.of(chain.facts()));
                }
                return chain;
            });
        }

        private CompletableFuture<Chain> stored(
                @Nullable AppendTurn turn, @Nullable Ground sourced, Appender.@Nullable Rows beside) {
            try {
                if (turn != null && turn.overlaps()) {
                    return turn.start(
                            appender.isGrounded(batch, sourced),
                            () -> appender.foresee(condition, batch, sourced),
                            foreseen -> appender.store(foreseen, beside));
                }
                if (turn != null) {
                    turn.awaitBefore();
                }
                return CompletableFuture.completedFuture(appender.append(condition, batch, sourced, beside));
            } catch (RuntimeException failure) {
                return CompletableFuture.failedFuture(failure);
            }
        }

        @Override
        public void rollback(@Nullable ProcessingContext context) {
            finished.set(true);
        }

        @Override
        public CompletableFuture<ConsistencyMarker> afterCommit(Chain chain, @Nullable ProcessingContext context) {
            return CompletableFuture.completedFuture(
                    new GlobalIndexConsistencyMarker(chain.head().size() - 1));
        }
    }

    private static @Nullable AppendTurn turn(@Nullable ProcessingContext context) {
        return context == null ? null : (AppendTurn) context.getResource(Turn.KEY);
    }

    private MessageStream<EventMessage> scan(EventCriteria criteria, long after) {
        Head head = head();
        Stream<StoredFact> facts = Stream.iterate(
                        read(connection -> finder.page(connection, criteria, after, head.size())),
                        page -> !page.end(),
                        page -> read(connection -> finder.page(connection, criteria, page.last(), head.size())))
                .flatMap(page -> page.facts().stream());
        return messages.sourced(facts, head);
    }

    private Head head() {
        Head head = read(connection -> Head.read(connection, log.id()));
        watch.seen(log.id(), head.size());
        return head;
    }

    private static long position(@Nullable TrackingToken token, long size) {
        TrackingToken plain = token == null ? TrackingToken.FIRST : WrappedToken.unwrapLowerBound(token);
        if (plain.equals(TrackingToken.FIRST)) {
            return BEFORE_FIRST;
        }
        return Math.min(size - 1, plain.position().orElse(BEFORE_FIRST));
    }

    private static TrackingToken token(long position) {
        return new GlobalSequenceTrackingToken(position);
    }

    private <T> T read(Read<T> read) {
        try (Connection connection = database.getConnection()) {
            return read.from(connection);
        } catch (SQLException failure) {
            throw new EventStoreException("Log " + log.name() + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static <T> CompletableFuture<T> attempt(Supplier<T> work) {
        try {
            return CompletableFuture.completedFuture(work.get());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }
}
