package dev.kept.app.webhook;

import dev.kept.app.support.outgoing.WebhookOptions;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// How long to wait after an attempt in vain: twice as long each time up to a limit, less up to a fifth by chance, so
/// that endpoints that failed together are not tried together.
final class Backoff {
    private static final int MOST_DOUBLINGS = 30;
    private static final double LEAST_SHARE = 0.8;

    private final WebhookOptions options;
    private final RandomGenerator random;

    Backoff(WebhookOptions options, RandomGenerator random) {
        this.options = options;
        this.random = random;
    }

    /// @param attempts how many were in vain by now, at least 1
    /// @param asked seconds that the receiver asks for; it is waited so long at least, within the limit
    Duration after(int attempts, OptionalLong asked) {
        long first = options.firstWait().toMillis();
        long longest = options.longestWait().toMillis();
        long doubled = first << Math.min(attempts - 1, MOST_DOUBLINGS);
        long most = doubled < first ? longest : Math.min(doubled, longest);
        long wait = (long) (most * (LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble()));
        long wanted = Math.min(longest, asked.orElse(0) * 1_000);
        return Duration.ofMillis(Math.max(wait, wanted));
    }
}
