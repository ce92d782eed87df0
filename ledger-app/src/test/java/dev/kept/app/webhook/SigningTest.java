package dev.kept.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.store.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What stands in the headers, and how long is waited.
class SigningTest {
    /// Published with the reference libraries of Standard Webhooks.
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static Webhook webhook(String oldSecret, Instant until) {
        return new Webhook(
                "wh",
                "https://hooks.example.com",
                Set.of(),
                Instant.EPOCH,
                new Webhook.Place(0, 0),
                0,
                Instant.EPOCH,
                0,
                null,
                null,
                null,
                SECRET,
                oldSecret,
                until);
    }

    @Test
    void signsAsThePublishedVectorDoes() {
        assertThat(new Secret(SECRET).sign(ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void signsWithBothSecretsUntilTheOldOnesTimeIsOver() {
        Instant now = Instant.ofEpochSecond(TIMESTAMP);
        Secret old = Secret.fresh(new Random(1));
        Message message = new Message(ID, EventType.TEST, BODY);

        assertThat(Sender.headers(webhook(old.text(), now.plusSeconds(1)), SECRET, message, now))
                .containsEntry("webhook-id", ID)
                .containsEntry("webhook-timestamp", Long.toString(TIMESTAMP))
                .containsEntry("webhook-signature", SIGNATURE + " " + old.sign(ID, TIMESTAMP, BODY));
        assertThat(Sender.headers(webhook(old.text(), now), SECRET, message, now))
                .containsEntry("webhook-signature", SIGNATURE);
        assertThat(old).hasToString("whsec_…");
        assertThat(webhook(old.text(), now).toString()).doesNotContain("whsec");
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToALimitAndAsLongAsTheReceiverAsks() {
        Backoff backoff = new Backoff(WebhookOptions.DEFAULT, new Random(7));
        Duration all = Duration.ZERO;
        for (int attempts = 1; attempts <= 40; attempts++) {
            Duration most = attempts < 14 ? Duration.ofSeconds(5L << (attempts - 1)) : Duration.ofHours(6);
            Duration wait = backoff.after(attempts, OptionalLong.empty());
            assertThat(wait).isBetween(most.multipliedBy(8).dividedBy(10), most);
            all = attempts < WebhookOptions.DEFAULT.attempts() ? all.plus(wait) : all;
        }
        assertThat(all).isBetween(Duration.ofHours(22), Duration.ofHours(36));
        assertThat(backoff.after(1, OptionalLong.of(120))).isEqualTo(Duration.ofMinutes(2));
        assertThat(backoff.after(1, OptionalLong.of(999_999))).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void eventsAreChosenByNameOrFamily() {
        assertThat(EventType.named("warning.*").orElseThrow())
                .containsExactly("warning.at_risk", "warning.due", "warning.missed", "warning.overdue");
        assertThat(EventType.named("*").orElseThrow()).hasSize(5).doesNotContain("webhook.test");
        assertThat(EventType.named("outcome.changed").orElseThrow()).containsExactly("outcome.changed");
        assertThat(EventType.named("warning")).isEmpty();
        assertThat(EventType.named("webhook.test")).isEmpty();
    }
}
