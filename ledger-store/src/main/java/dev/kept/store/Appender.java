package dev.kept.store;

import dev.kept.domain.audit.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Appends a batch to one log: all of it in one transaction, or nothing.
///
/// | try | ground | write | round trips |
/// |---|---|---|---|
/// | first | what sourcing left, or one read | only if the head is where the ground saw it | 1 or 2 |
/// | second, if another append came between | read under the head's lock | cannot lose | 5 |
///
/// So an append that meets no other costs a single statement, and one that does is not starved. Rows that go beside the
/// facts make it a transaction of several: foreseen behind the append before it, else under the head's lock at once.
final class Appender {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONNECTION_FAILURE = "08";
    private static final String SHUTDOWN = "57P";

    private final DataSource database;
    private final Log log;
    private final Finder finder;
    private final StreamCache cache;
    private final Tail tail;
    private final RandomGenerator salts;
    private volatile @Nullable Recent recent;

    Appender(DataSource database, Log log, Finder finder, StreamCache cache, Tail tail, RandomGenerator salts) {
        this.database = database;
        this.log = log;
        this.finder = finder;
        this.cache = cache;
        this.tail = tail;
        this.salts = salts;
    }

    /// Rows that go with the facts, or without any.
    @FunctionalInterface
    interface Rows {
        void write(Connection connection) throws SQLException;
    }

    Chain append(AppendCondition condition, List<Draft> drafts, @Nullable Ground sourced, @Nullable Rows beside) {
        byte[] salt = salt(drafts);
        try (Connection connection = database.getConnection()) {
            Chain chain =
                    beside == null ? tryOnce(connection, foresee(connection, condition, drafts, salt, sourced)) : null;
            if (chain == null) {
                chain = appendLocked(connection, condition, drafts, salt, beside);
                remember(new Recent(chain.head().size() - drafts.size(), chain, drafts));
            }
            return chain;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /// Whether what sourcing left holds all that the append builds on, so that nothing has to be read.
    boolean isGrounded(List<Draft> drafts, @Nullable Ground sourced) {
        return sourced != null && sourced.ends().keySet().containsAll(streams(drafts));
    }

    /// The append as it will be unless another one comes between.
    Recent foresee(AppendCondition condition, List<Draft> drafts, @Nullable Ground sourced) {
        try (Connection connection = database.getConnection()) {
            return foresee(connection, condition, drafts, salt(drafts), sourced);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /// Stores what was foreseen, and in its transaction what goes beside it.
    ///
    /// @throws AppendEventsTransactionRejectedException if another append came between
    Recent store(Recent foreseen, @Nullable Rows beside) {
        try (Connection connection = database.getConnection()) {
            Chain stored = beside == null ? tryOnce(connection, foreseen) : tryOnceBeside(connection, foreseen, beside);
            if (stored == null) {
                throw new AppendEventsTransactionRejectedException(
                        "Log " + log.name() + " has moved beyond " + foreseen.start() + " before this append");
            }
            return foreseen;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private @Nullable Chain tryOnceBeside(Connection connection, Recent foreseen, Rows beside) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (!Write.write(connection, log.id(), foreseen.start(), foreseen.chain(), foreseen.drafts())) {
                connection.rollback();
                return null;
            }
            beside.write(connection);
            commit(connection);
        } catch (SQLException | RuntimeException failure) {
            rollBack(connection, failure);
            throw failure;
        }
        remember(foreseen);
        return foreseen.chain();
    }

    void store(Rows rows) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                rows.write(connection);
                commit(connection);
            } catch (SQLException | RuntimeException failure) {
                rollBack(connection, failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private byte[] salt(List<Draft> drafts) {
        byte[] salt = new byte[drafts.size() * Entry.SALT_BYTES];
        salts.nextBytes(salt);
        return salt;
    }

    private Recent foresee(
            Connection connection, AppendCondition condition, List<Draft> drafts, byte[] salt, @Nullable Ground sourced)
            throws SQLException {
        Ground ground = ground(connection, streams(drafts), sourced);
        check(connection, condition, ground.head());
        Chain chain = Chain.extend(log.origin(), ground.head(), ground.ends(), drafts, salt);
        return new Recent(ground.head().size(), chain, drafts);
    }

    private @Nullable Chain tryOnce(Connection connection, Recent foreseen) throws SQLException {
        try {
            if (!Write.write(connection, log.id(), foreseen.start(), foreseen.chain(), foreseen.drafts())) {
                return null;
            }
        } catch (SQLException failure) {
            throw unknownOr(failure);
        }
        remember(foreseen);
        return foreseen.chain();
    }

    private void remember(Recent stored) {
        recent = stored;
        cache.add(stored.chain().facts(), stored.chain().head().serverStart());
        tail.add(stored.chain().facts(), stored.chain().head().serverStart());
        if (stored.start() < Statistics.FROM && stored.chain().head().size() >= Statistics.FROM) {
            Statistics.update(database);
        }
    }

    private Ground ground(Connection connection, Set<String> streams, @Nullable Ground sourced) throws SQLException {
        if (sourced == null || !sourced.ends().keySet().containsAll(streams)) {
            return Ground.read(connection, log.id(), streams);
        }
        Recent last = recent;
        return last == null ? sourced : last.carry(sourced).orElse(sourced);
    }

    private Chain appendLocked(
            Connection connection, AppendCondition condition, List<Draft> drafts, byte[] salt, @Nullable Rows beside)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            Ground.lock(connection, log.id());
            Ground ground = Ground.read(connection, log.id(), streams(drafts));
            check(connection, condition, ground.head());
            Chain chain = Chain.extend(log.origin(), ground.head(), ground.ends(), drafts, salt);
            if (!Write.write(connection, log.id(), ground.head().size(), chain, drafts)) {
                throw new IllegalStateException("log " + log.name() + " moved beyond "
                        + ground.head().size() + " although its head was locked");
            }
            if (beside != null) {
                beside.write(connection);
            }
            commit(connection);
            return chain;
        } catch (SQLException | RuntimeException failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    private void check(Connection connection, AppendCondition condition, Head head) throws SQLException {
        ConsistencyMarker marker = condition.consistencyMarker();
        long position = GlobalIndexConsistencyMarker.position(marker);
        if (position < head.size() - 1 && conflicts(connection, condition.criteria(), position, head)) {
            throw AppendEventsTransactionRejectedException.conflictingEventsDetected(marker);
        }
    }

    private boolean conflicts(Connection connection, EventCriteria criteria, long position, Head head)
            throws SQLException {
        Recent last = recent;
        return last != null && last.spans(position, head)
                ? last.anyBeyond(position, criteria)
                : finder.anyBetween(connection, criteria, position, head.size());
    }

    private void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException failure) {
            throw unknownOr(failure);
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            cause.addSuppressed(failure);
        }
    }

    private static Set<String> streams(List<Draft> drafts) {
        Set<String> streams = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            if (!draft.own()) {
                streams.add(draft.stream());
            }
        }
        return streams;
    }

    /// The failure itself, where the server has said that nothing was applied.
    private SQLException unknownOr(SQLException failure) {
        if (refusedByServer(failure)) {
            return failure;
        }
        throw new AppendUnknownException(log.name(), failure);
    }

    private static boolean refusedByServer(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof PSQLException refusal
                && refusal.getServerErrorMessage() != null
                && state != null
                && !state.startsWith(CONNECTION_FAILURE)
                && !state.startsWith(SHUTDOWN);
    }

    private RuntimeException failed(SQLException failure) {
        if (UNIQUE_VIOLATION.equals(failure.getSQLState())
                && failure instanceof PSQLException refusal
                && refusal.getServerErrorMessage() instanceof ServerErrorMessage message) {
            var rejected = new AppendEventsTransactionRejectedException("The log " + log.name() + " has it already: "
                    + message.getConstraint() + ", " + message.getDetail());
            rejected.initCause(failure);
            return rejected;
        }
        return new EventStoreException(
                "Nothing was appended to log " + log.name() + ": " + failure.getMessage(), failure);
    }
}
