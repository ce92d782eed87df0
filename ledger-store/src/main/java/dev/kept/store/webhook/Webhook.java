package dev.kept.store.webhook;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An endpoint and how far it has been told.
///
/// @param name what callers know it by
/// @param events the types of event it is told of
/// @param place the events that were delivered
/// @param attempts how often the next event was tried in vain
/// @param nextTry not before then
/// @param delivered how many events were delivered in all
/// @param failure what went wrong last, null since the last delivery
/// @param disabled why nothing is delivered any more; null while it is
/// @param secret null if it was sealed under another key-encryption key than the ledger's
/// @param oldSecret signs beside the secret until `oldSecretUntil`
public record Webhook(
        String name,
        String url,
        Set<String> events,
        Instant created,
        Place place,
        int attempts,
        Instant nextTry,
        long delivered,
        @Nullable Instant deliveredAt,
        @Nullable String failure,
        @Nullable String disabled,
        @Nullable String secret,
        @Nullable String oldSecret,
        @Nullable Instant oldSecretUntil) {
    public Webhook {
        events = Set.copyOf(events);
    }

    /// What has been delivered: all that comes before the position of the log, and the warnings up to that number.
    public record Place(long nextPosition, long lastWarning) {}

    /// Neither secret belongs into a log.
    @Override
    public String toString() {
        return "webhook " + name + " at " + place + ", attempts " + attempts + ", disabled " + disabled;
    }
}
