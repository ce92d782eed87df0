package dev.kept.store;

import org.axonframework.eventsourcing.eventstore.EventStoreException;

/// The connection was lost while an append was being committed: it may have been applied or not.
///
/// Retrying with the same idempotency keys is safe and gives exactly one effect.
public final class AppendUnknownException extends EventStoreException {
    private static final long serialVersionUID = 1L;

    AppendUnknownException(String log, Throwable cause) {
        super(
                "Whether the append to log " + log + " was applied is unknown, retry it with the same keys: "
                        + cause.getMessage(),
                cause);
    }
}
