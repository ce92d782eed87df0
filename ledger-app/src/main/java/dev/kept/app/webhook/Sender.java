package dev.kept.app.webhook;

import dev.kept.store.webhook.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Sends one message to one endpoint, signed.
final class Sender {
    private static final int GONE = 410;

    private final Post post;

    Sender(Post post) {
        this.post = post;
    }

    /// What came of one attempt.
    ///
    /// @param status 0 if there was no answer
    /// @param failure null for a delivery
    /// @param gone the receiver wants no more
    record Attempt(int status, @Nullable String failure, boolean gone, OptionalLong retryAfterSeconds) {
        boolean isDelivered() {
            return failure == null;
        }
    }

    Attempt send(Webhook webhook, Message message, Instant now) {
        String secret = webhook.secret();
        if (secret == null) {
            return failed(
                    "its secret was sealed under another key-encryption key than this ledger's: put back the file kek,"
                            + " or rotate the secret");
        }
        try {
            Post.Answer answer =
                    post.send(URI.create(webhook.url()), headers(webhook, secret, message, now), message.body());
            int status = answer.status();
            return new Attempt(status, failure(status), status == GONE, answer.retryAfterSeconds());
        } catch (UnknownHostException failure) {
            return failed("the host " + URI.create(webhook.url()).getHost() + " is not known");
        } catch (IOException failure) {
            String said = failure.getMessage();
            return failed(said == null ? failure.getClass().getSimpleName() : said);
        }
    }

    private static Attempt failed(String why) {
        return new Attempt(0, why, false, OptionalLong.empty());
    }

    private static @Nullable String failure(int status) {
        if (status < 300) {
            return null;
        }
        return status < 400 ? "answered " + status + ", and redirects are not followed" : "answered " + status;
    }

    /// Both secrets sign while the old one has time left: receivers take any signature that they can check.
    static Map<String, String> headers(Webhook webhook, String secret, Message message, Instant now) {
        long timestamp = now.getEpochSecond();
        String signature = new Secret(secret).sign(message.id(), timestamp, message.body());
        String old = webhook.oldSecret();
        Instant until = webhook.oldSecretUntil();
        if (old != null && until != null && now.isBefore(until)) {
            signature += " " + new Secret(old).sign(message.id(), timestamp, message.body());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Kept");
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", message.id());
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put("webhook-signature", signature);
        return headers;
    }
}
