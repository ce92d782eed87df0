package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.store.LogDatabase;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.Publication;
import java.sql.SQLException;
import java.time.Duration;
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

/// Publishes what a feed makes of the log's facts, in the order of their positions, on one thread.
///
/// The position moves once the broker has acknowledged a whole batch: what is sent twice around a stop comes again in
/// order, and nothing is left out. The producer never gives a record up, so none overtakes another.
final class Publisher implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Publisher.class);
    private static final int BATCH = 500;
    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final LogDatabase database;
    private final String name;
    private final Feed feed;
    private final Supplier<Producer<byte[], byte[]>> producers;

    Publisher(
            Ledger ledger, LogDatabase database, String name, Feed feed, Supplier<Producer<byte[], byte[]>> producers) {
        this.ledger = ledger;
        this.database = database;
        this.name = name;
        this.feed = feed;
        this.producers = producers;
    }

    /// Ends when its thread is interrupted.
    @Override
    public void run() {
        try {
            while (true) {
                try {
                    Optional<Publication> right = Publication.take(database, ledger.tenant(), name);
                    if (right.isPresent()) {
                        publish(right.get());
                    }
                } catch (SQLException | ExecutionException | RuntimeException failure) {
                    if (failure instanceof InterruptException || Thread.interrupted()) {
                        return;
                    }
                    LOGGER.warn("the publication {} is begun again: {}", name, failure.toString());
                }
                Thread.sleep(RETRY_WAIT);
            }
        } catch (InterruptedException _) {
            LOGGER.debug("only a stop interrupts the publication {}", name);
        }
    }

    private void publish(Publication right) throws SQLException, ExecutionException, InterruptedException {
        try (right) {
            Producer<byte[], byte[]> producer = producers.get();
            try {
                publish(right, producer);
            } finally {
                producer.close(Duration.ZERO);
            }
        }
    }

    private void publish(Publication right, Producer<byte[], byte[]> producer)
            throws SQLException, ExecutionException, InterruptedException {
        while (true) {
            List<StoredFact> batch = ledger.log().after(right.position(), BATCH);
            if (batch.isEmpty()) {
                ledger.log().awaitBeyond(right.position(), IDLE_WAIT);
            } else {
                List<StoredFact> facts = ledger.log()
                        .opened(batch.stream()
                                .filter(StoredFact::isOfCommitment)
                                .toList());
                if (!facts.isEmpty()) {
                    send(producer, feed.records(facts));
                }
                right.moveTo(batch.getLast().position());
            }
        }
    }

    private static void send(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        records.forEach(record -> sent.add(producer.send(record)));
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }
}
