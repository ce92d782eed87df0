package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.store.LogDatabase;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.Publication;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes dead letters for whoever sent the records: key, headers and bytes as they came, and beside them why.
///
/// A letter goes out if it is still open after [#GRACE]: what only waits for another fact has mostly found it by then.
/// At least once; one node at a time. The letter itself stays in the ledger, where it is tried again or given up.
final class LetterFeed implements Runnable {
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(LetterFeed.class);
    private static final String NAME = "letters";
    private static final int BATCH = 500;
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final LogDatabase database;
    private final IntakeBooks books;
    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;

    LetterFeed(
            Ledger ledger,
            LogDatabase database,
            IntakeBooks books,
            String topic,
            Supplier<Producer<byte[], byte[]>> producers) {
        this.ledger = ledger;
        this.database = database;
        this.books = books;
        this.topic = topic;
        this.producers = producers;
    }

    /// Ends when its thread is interrupted.
    @Override
    public void run() {
        try {
            while (true) {
                try {
                    if (isAny()) {
                        publish();
                    }
                } catch (SQLException | ExecutionException | RuntimeException failure) {
                    if (failure instanceof InterruptException || Thread.interrupted()) {
                        return;
                    }
                    LOGGER.warn("letters are not published, tried again: {}", failure.toString());
                }
                Thread.sleep(WAIT);
            }
        } catch (InterruptedException _) {
            LOGGER.debug("only a stop interrupts the publication of letters");
        }
    }

    private boolean isAny() {
        return !books.unpublished(grown(), 1).isEmpty();
    }

    private Instant grown() {
        return ledger.clock().instant().minus(GRACE);
    }

    private void publish() throws SQLException, ExecutionException, InterruptedException {
        Optional<Publication> right = Publication.take(database, ledger.tenant(), NAME);
        if (right.isEmpty()) {
            return;
        }
        try (Publication _ = right.get()) {
            Producer<byte[], byte[]> producer = producers.get();
            try {
                List<DeadLetter> batch = books.unpublished(grown(), BATCH);
                while (!batch.isEmpty()) {
                    send(producer, batch);
                    books.published(batch, ledger.clock().instant());
                    batch = books.unpublished(grown(), BATCH);
                }
            } finally {
                producer.close(Duration.ZERO);
            }
        }
    }

    private void send(Producer<byte[], byte[]> producer, List<DeadLetter> batch)
            throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
        batch.forEach(letter -> sent.add(producer.send(record(topic, letter))));
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    static ProducerRecord<byte[], byte[]> record(String topic, DeadLetter letter) {
        DeadLetter.Record came = letter.record();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, came.key(), came.body());
        came.headers().forEach(header -> record.headers().add(header.name(), header.value()));
        header(record, "letter", Long.toString(letter.id()));
        header(record, "standing", letter.standing().name());
        header(record, "reason", letter.reason());
        header(record, "cause", letter.cause());
        header(record, "topic", came.topic());
        header(record, "partition", Integer.toString(came.partition()));
        header(record, "offset", Long.toString(came.offset()));
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add("kept_" + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
