package dev.kept.app.ingest;

import dev.kept.store.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/// How much of its record a dead letter is published with, the most first: a record that just came in is too
/// large to go out with what is said of it.
enum LetterForm {
    WHOLE,
    WITHOUT_BODY,
    /// Without key and headers, too.
    ALONE;

    private static final byte[] NOTHING = {};

    ProducerRecord<byte[], byte[]> of(String topic, DeadLetter letter) {
        DeadLetter.Record came = letter.record();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, this == ALONE ? null : came.key(), this == WHOLE ? came.body() : NOTHING);
        if (this != ALONE) {
            came.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        }
        header(record, "letter", Long.toString(letter.id()));
        header(record, "standing", letter.standing().name());
        header(record, "reason", letter.reason());
        header(record, "cause", letter.cause());
        header(record, "topic", came.topic());
        header(record, "partition", Integer.toString(came.partition()));
        header(record, "offset", Long.toString(came.offset()));
        if (this != WHOLE) {
            header(record, "body_left_out", Integer.toString(came.body().length));
        }
        if (this == ALONE) {
            header(record, "headers_left_out", Integer.toString(came.headers().size()));
        }
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add("kept_" + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
