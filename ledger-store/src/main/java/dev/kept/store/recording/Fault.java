package dev.kept.store.recording;

import dev.kept.store.AppendUnknownException;
import dev.kept.store.ConsumerOffsets;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.jspecify.annotations.Nullable;

/// What kind of failure a batch met, which says what to do about it.
enum Fault {
    /// Another node's append came between: nothing was written.
    RACE,
    /// The database does not answer, is not fit for it, or was lost on the way: nothing was written, or nobody knows.
    DATABASE,
    /// The batch itself: nothing was written.
    CONTENT;

    /// Classes of SQL states that speak of what the statement was given, and not of the state the database is in.
    ///
    /// | class | says |
    /// |---|---|
    /// | 21, 22, 23, 44 | the values break a rule: cardinality, form or range, a constraint, the check of a view |
    /// | 27, P0 | a trigger says no to a row |
    /// | 54 | a value is larger than the server's limits, such as a key that no index holds |
    ///
    /// The statements are always the same, so that a record has no other way to be at fault. All else may pass:
    /// a connection or a session that ended (08, 25, 57), a rollback (40), a lock (55), resources (53), a plan,
    /// a schema or a grant that changed (0A, 26, 42), the server itself (58, XX). A state that nobody foresaw
    /// counts as the database's: trying again too often is seen and loses nothing, but a good record that becomes
    /// a dead letter holds up those behind it.
    private static final Set<String> CONTENT_CLASSES = Set.of("21", "22", "23", "27", "44", "54", "P0");

    static Fault of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConsumerOffsets.Fenced _ -> {
                    return CONTENT;
                }
                case AppendEventsTransactionRejectedException _ -> {
                    return RACE;
                }
                // A try without an end in sight: what became of it is unknown.
                case AppendUnknownException _, TimeoutException _, InterruptedException _ -> {
                    return DATABASE;
                }
                case SQLException sql -> {
                    return ofState(sql.getSQLState());
                }
                default -> {}
            }
        }
        return CONTENT;
    }

    /// A pool that has no connection to give says so without a state.
    private static Fault ofState(@Nullable String state) {
        return state != null && state.length() == 5 && CONTENT_CLASSES.contains(state.substring(0, 2))
                ? CONTENT
                : DATABASE;
    }
}
