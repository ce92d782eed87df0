package dev.kept.app.wiring;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Ledger;
import dev.kept.projections.commitment.ReadAt;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads all of a ledger once when it opens, so that the first page of a large one need not wait for it.
final class FirstReading implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FirstReading.class);
    private static final Duration VIEWS_LIMIT = Duration.ofHours(6);
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Thread thread;

    private FirstReading(Thread thread) {
        this.thread = thread;
    }

    static FirstReading start(Ledger ledger) {
        return new FirstReading(Thread.ofVirtual().name("first-reading").start(() -> read(ledger)));
    }

    private static void read(Ledger ledger) {
        try {
            if (ledger.awaitViews(VIEWS_LIMIT)) {
                Instant now = ledger.clock().instant();
                ReadAt at = new ReadAt(now, now);
                ledger.portfolio().census(at).misses();
                ledger.portfolio().scores(Direction.BY_US, at);
            }
        } catch (RuntimeException failure) {
            LOGGER.debug("the first page reads the ledger itself: {}", failure.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
