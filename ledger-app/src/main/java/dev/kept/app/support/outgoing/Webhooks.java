package dev.kept.app.support.outgoing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The endpoints that a ledger tells of warnings and changed outcomes.
public interface Webhooks {
    /// An endpoint without its secret.
    ///
    /// @param attempts how often the next event was tried in vain
    /// @param nextTry null if nothing waits for a retry
    /// @param behind how many facts and warnings have not been looked at for it yet
    /// @param failure what went wrong last
    /// @param disabled why nothing is delivered any more
    /// @param oldSecretUntil until when the secret before signs, too
    record Endpoint(
            String id,
            String url,
            List<String> events,
            Instant created,
            long delivered,
            @Nullable Instant deliveredAt,
            int attempts,
            @Nullable Instant nextTry,
            long behind,
            @Nullable String failure,
            @Nullable String disabled,
            @Nullable Instant oldSecretUntil) {}

    /// An endpoint with a secret that is shown this once.
    record Shown(Endpoint endpoint, String secret) {}

    /// What an endpoint answered to an event that was sent to try it.
    ///
    /// @param status 0 if there was no answer
    record Tried(boolean delivered, int status, @Nullable String failure) {}

    /// Why an endpoint is not accepted.
    final class NotAccepted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String field;
        private final @Nullable String value;
        private final String fix;

        public NotAccepted(String field, @Nullable String value, String problem, String fix) {
            super(problem);
            this.field = field;
            this.value = value;
            this.fix = fix;
        }

        public String field() {
            return field;
        }

        public @Nullable String value() {
            return value;
        }

        public String fix() {
            return fix;
        }
    }

    /// Registers an endpoint, which is told of what comes from now on.
    ///
    /// @param events names of types, `warning.*` for all warnings, `*` for all
    /// @throws NotAccepted if the address or an event cannot be
    Shown add(String url, Set<String> events);

    List<Endpoint> all();

    /// A new secret; the one before signs beside it for so long.
    Optional<Shown> rotate(String id, Duration overlap);

    /// Delivers again from where it stopped.
    Optional<Endpoint> enable(String id);

    boolean remove(String id);

    /// Sends an event of type `webhook.test`, once.
    Optional<Tried> test(String id);
}
