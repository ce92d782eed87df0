package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.store.LogDatabase;
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

/// Publishes what a supply has, in its order, on one thread.
///
/// The position moves once the broker has acknowledged a whole batch: what is sent twice around a stop comes again in
/// order, and nothing is left out. The producer never gives a record up, so none overtakes another.
final class Publisher implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Publisher.class);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final LogDatabase database;
    private final String name;
    private final Supplier<Supply> supplies;
    private final Supplier<Producer<byte[], byte[]>> producers;

    /// @param supplies a new one for each beginning: one that remembers what it gave must not go by what never came to
    ///     the broker, or by what was so before another node published
    Publisher(
            Ledger ledger,
            LogDatabase database,
            String name,
            Supplier<Supply> supplies,
            Supplier<Producer<byte[], byte[]>> producers) {
        this.ledger = ledger;
        this.database = database;
        this.name = name;
        this.supplies = supplies;
        this.producers = producers;
    }

    /// Ends when its thread is interrupted, and for no error.
    @Override
    public void run() {
        try {
            while (true) {
                try {
                    Optional<Publication> right = Publication.take(database, ledger.tenant(), name);
                    if (right.isPresent()) {
                        publish(right.get());
                    }
                } catch (SQLException | ExecutionException | RuntimeException | Error failure) {
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
        Supply supply = supplies.get();
        while (true) {
            Supply.Page page = supply.after(right.position());
            if (!page.records().isEmpty()) {
                send(producer, page.records());
            }
            if (page.to() != right.position()) {
                right.moveTo(page.to());
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
