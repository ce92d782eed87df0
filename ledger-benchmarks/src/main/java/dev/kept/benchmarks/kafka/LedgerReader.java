package dev.kept.benchmarks.kafka;

import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.ingest.KafkaSources;
import dev.kept.app.support.Ledger;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.benchmarks.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/// The ledger as `serve --kafka` runs it: its consumer, its recorder and all its projections.
final class LedgerReader implements AutoCloseable {
    private static final Duration SAMPLE = Duration.ofMillis(25);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Topic topic;
    private final String group;
    private final OpenLedger open;
    private final Ledger ledger;

    LedgerReader(Topic topic, String group, Server.Access access) throws IOException {
        this.topic = topic;
        this.group = group;
        Path folder = Files.createTempDirectory("kept-bench-ledger");
        folder.toFile().deleteOnExit();
        this.open = OpenLedger.open(
                new LedgerOptions(folder, access.url(), access.user(), access.password(), "bench", false),
                Clock.systemUTC());
        this.ledger = open.ledger();
    }

    Ledger ledger() {
        return ledger;
    }

    KafkaSources start() {
        return KafkaSources.start(
                ledger,
                open.database(),
                new KafkaOptions(
                        topic.broker(),
                        group,
                        List.of(new KafkaOptions.Topic(topic.name(), null)),
                        null,
                        null,
                        null,
                        Map.of()));
    }

    /// What a backlog took.
    ///
    /// @param committed facts a second until the last one was durable
    /// @param projected facts a second until the last one was in the views
    /// @param lagMillis the longest that a fact was durable and not yet in the views
    record Backlog(double committed, double projected, double lagMillis) {}

    private record Sample(long size, long nanos) {}

    /// Reads the whole topic as fast as can be.
    Backlog backlog(int records) throws InterruptedException {
        Share committed = new Share(records);
        Share projected = new Share(records);
        ArrayDeque<Sample> ahead = new ArrayDeque<>();
        long lag = 0;
        try (KafkaSources _ = start()) {
            long end = System.nanoTime() + LIMIT.toNanos();
            boolean more = true;
            while (more) {
                int size = (int) ledger.log().head().size();
                int seen = (int) ledger.processor().position() + 1;
                long now = System.nanoTime();
                if (ahead.isEmpty() || ahead.getLast().size() < size) {
                    ahead.addLast(new Sample(size, now));
                }
                while (!ahead.isEmpty() && ahead.getFirst().size() <= seen) {
                    lag = Math.max(lag, now - ahead.removeFirst().nanos());
                }
                committed.at(size, now);
                more = projected.at(seen, now);
                if (now > end) {
                    throw new IllegalStateException(size + " of " + records + " records are committed after " + LIMIT
                            + ", and " + seen + " projected");
                }
                Thread.sleep(SAMPLE);
            }
        }
        return new Backlog(committed.perSecond(), projected.perSecond(), lag / 1e6);
    }

    @Override
    public void close() {
        open.close();
    }
}
