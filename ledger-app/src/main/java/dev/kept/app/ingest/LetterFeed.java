package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.store.LogDatabase;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.Publication;
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
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes dead letters for whoever sent the records: key, headers and bytes as they came, and beside them why. One
/// that is too large for the topic goes out in a smaller [LetterForm].
///
/// A letter goes out if it is still open after [#GRACE]: what only waits for another fact has mostly found it by then.
/// At least once; one node at a time. The letter itself stays in the ledger, where it is tried again or given up.
final class LetterFeed implements Runnable {
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(LetterFeed.class);
    static final String NAME = "letters";
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

    /// Ends when its thread is interrupted, and for no error.
    @Override
    public void run() {
        try {
            while (true) {
                try {
                    if (isAny()) {
                        publish();
                    }
                } catch (SQLException | ExecutionException | RuntimeException | Error failure) {
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
                    publish(producer, batch);
                    batch = books.unpublished(grown(), BATCH);
                }
            } finally {
                producer.close(Duration.ZERO);
            }
        }
    }

    /// Notes what the broker has, also where it does not take all.
    private void publish(Producer<byte[], byte[]> producer, List<DeadLetter> batch)
            throws ExecutionException, InterruptedException {
        List<DeadLetter> taken = new ArrayList<>(batch.size());
        List<DeadLetter> tooLarge = batch;
        ExecutionException failure = null;
        for (LetterForm form : LetterForm.values()) {
            List<Sent> sent = send(producer, form, tooLarge);
            tooLarge = new ArrayList<>();
            for (Sent one : sent) {
                try {
                    one.answer().get();
                    taken.add(one.letter());
                } catch (ExecutionException notTaken) {
                    failure = notTaken;
                    if (notTaken.getCause() instanceof RecordTooLargeException) {
                        tooLarge.add(one.letter());
                    }
                }
            }
        }
        books.published(taken, ledger.clock().instant());
        if (failure != null && taken.size() < batch.size()) {
            throw failure;
        }
    }

    private record Sent(DeadLetter letter, Future<RecordMetadata> answer) {}

    private List<Sent> send(Producer<byte[], byte[]> producer, LetterForm form, List<DeadLetter> letters) {
        List<Sent> sent = new ArrayList<>(letters.size());
        letters.forEach(letter -> sent.add(new Sent(letter, producer.send(form.of(topic, letter)))));
        producer.flush();
        return sent;
    }
}
