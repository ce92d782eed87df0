package dev.kept.store.recording;

import dev.kept.store.AppendUnknownException;
import dev.kept.store.ConsumerOffsets;
import java.sql.SQLException;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.jspecify.annotations.Nullable;

/// What kind of failure a batch met, which says what to do about it.
enum Fault {
    /// Another node's append came between: nothing was written.
    RACE,
    /// The database does not answer, lacks room, or was lost on the way: nothing was written, or nobody knows.
    DATABASE,
    /// The batch itself: nothing was written.
    CONTENT;

    /// Classes of SQL states that speak of the server and not of the statement: connection, transaction rollback,
    /// resources, operator, system.
    private static final Set<String> SERVER_CLASSES = Set.of("08", "40", "53", "57", "58");

    static Fault of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConsumerOffsets.Fenced _ -> {
                    return CONTENT;
                }
                case AppendEventsTransactionRejectedException _ -> {
                    return RACE;
                }
                case AppendUnknownException _ -> {
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
        return state == null || SERVER_CLASSES.contains(state.substring(0, Math.min(2, state.length())))
                ? DATABASE
                : CONTENT;
    }
}
