package dev.kept.app.support.outgoing;

import java.time.Duration;

/// How webhooks are delivered.
///
/// @param privateAllowed endpoints may be on this machine or in private networks, and without encryption
/// @param firstWait before the second attempt; doubled for each that follows
/// @param longestWait before any attempt
/// @param attempts after so many in vain the endpoint is disabled
/// @param exchangeLimit for one attempt
public record WebhookOptions(
        boolean privateAllowed, Duration firstWait, Duration longestWait, int attempts, Duration exchangeLimit) {
    /// About a day and a half from the first attempt to the last.
    public static final WebhookOptions DEFAULT =
            new WebhookOptions(false, Duration.ofSeconds(5), Duration.ofHours(6), 17, Duration.ofSeconds(15));

    public WebhookOptions allowingPrivate(boolean allowed) {
        return new WebhookOptions(allowed, firstWait, longestWait, attempts, exchangeLimit);
    }
}
