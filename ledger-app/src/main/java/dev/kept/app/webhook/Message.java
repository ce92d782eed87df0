package dev.kept.app.webhook;

import dev.kept.app.support.outgoing.OutcomeChanges;
import dev.kept.app.support.outgoing.Warnings;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.watch.Warning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One event as endpoints are told of it. The id is made of what it tells, so that an endpoint that gets it twice can
/// know.
///
/// @param body `type`, `timestamp` and `data`
record Message(String id, EventType type, byte[] body) {
    static final int MAX_BODY_BYTES = 64 * 1024;

    Message {
        if (body.length > MAX_BODY_BYTES) {
            throw new IllegalStateException(
                    "expected at most " + MAX_BODY_BYTES + " bytes of " + id + ", got " + body.length);
        }
    }

    static Message of(String tenant, Warning warning) {
        EventType type = EventType.of(warning.stage());
        return new Message(
                tenant + "-warning-" + warning.seq(), type, body(type, warning.givenAt(), Warnings.data(warning)));
    }

    static Message of(String tenant, OutcomeChanges.Change change) {
        return new Message(
                tenant + "-outcome-" + change.fact().factId(),
                EventType.OUTCOME_CHANGED,
                body(EventType.OUTCOME_CHANGED, change.fact().acceptedAt(), change.data()));
    }

    static Message test(String tenant, String mark, Instant now) {
        byte[] data = "{\"hello\":\"Kept\"}".getBytes(StandardCharsets.UTF_8);
        return new Message(tenant + "-test-" + mark, EventType.TEST, body(EventType.TEST, now, data));
    }

    private static byte[] body(EventType type, Instant timestamp, byte[] data) {
        return new JsonWriter()
                .beginObject()
                .member("type", type.type())
                .member("timestamp", timestamp.toString())
                .member("data", JsonReader.readTrusted(data))
                .endObject()
                .toBytes();
    }
}
