package dev.kept.app.support.access;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ways in which a browser gets a session, and loses it.
public interface SignIn {
    /// How long a session lives; nothing prolongs it.
    Duration LIFE = Duration.ofHours(12);

    /// A session that has just begun.
    ///
    /// @param secret what the browser's cookie holds; the ledger keeps its hash alone
    record Opened(String secret, Visitor visitor) {}

    /// The way to an identity provider.
    ///
    /// @param address where the browser goes
    /// @param kept what the browser must bring back from there, in a cookie
    record Departure(String address, String kept) {}

    /// What came back from an identity provider.
    record Return(
            @Nullable String code,
            @Nullable String state,
            @Nullable String error,
            @Nullable String kept) {}

    /// A sign-in that failed; the message is for whoever tries it.
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// @param token the ledger's own
    Optional<Opened> byToken(String token);

    /// @param key of a link that was handed out; it opens once
    Optional<Opened> byLink(String key);

    /// The key of a link that opens one session within an hour.
    String newLink();

    /// The name of the identity provider; empty where there is none.
    Optional<String> provider();

    /// @throws Refused if the provider does not answer
    Departure depart();

    /// @throws Refused if the provider, or this ledger, does not let them in
    Opened arrive(Return from);

    void end(String secret);
}
