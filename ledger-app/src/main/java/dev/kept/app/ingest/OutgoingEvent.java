package dev.kept.app.ingest;

import dev.kept.domain.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// A CloudEvent on its way out, in binary mode.
///
/// @param key what keeps events in order: the customer, where one is known
record OutgoingEvent(String key, Map<String, String> attributes, byte[] data) {
    static final String OUTCOME_CHANGED = "dev.kept.outcome.changed.v1";
    static final String SCORE_CHANGED = "dev.kept.score.changed.v1";
    static final String WARNING_GIVEN = "dev.kept.warning.given.v1";

    static OutgoingEvent of(
            String type,
            String source,
            String id,
            String subject,
            String time,
            @Nullable String customer,
            byte[] data) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("type", type);
        attributes.put("source", source);
        attributes.put("id", id);
        attributes.put("subject", subject);
        attributes.put("time", time);
        attributes.put("partitionkey", customer == null ? subject : customer);
        return new OutgoingEvent(customer == null ? subject : customer, attributes, data);
    }

    static OutgoingEvent of(
            String type, String source, String id, String subject, String time, String customer, JsonWriter data) {
        return of(type, source, id, subject, time, customer, data.toBytes());
    }

    OutgoingEvent with(String attribute, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new OutgoingEvent(key, more, data);
    }

    ProducerRecord<byte[], byte[]> to(String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), data);
        attributes.forEach((name, value) -> record.headers().add("ce_" + name, value.getBytes(StandardCharsets.UTF_8)));
        record.headers().add("content-type", "application/json".getBytes(StandardCharsets.US_ASCII));
        return record;
    }
}
