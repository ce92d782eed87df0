package dev.kept.benchmarks.kafka;

import dev.kept.app.ingest.KafkaSources;
import dev.kept.projections.commitment.ReadAt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/// Facts that arrive at an even rate: the time from the producer's `send` until a query shows the promise.
///
/// Every hundredth record or so is looked for, by the query that a page makes, in the order of sending.
final class Latency {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int LOOKED_FOR = 50;
    /// A promise that the load does not come to.
    private static final int FIRST = 1_000_000;
    private static final ReadAt NOW =
            new ReadAt(Instant.parse("2100-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));

    private Latency() {}

    private record Sent(String order, long nanos) {}

    /// @return the latencies in milliseconds, the shortest first
    static List<Double> measure(LedgerReader reader, Messages messages, Topic topic, int perSecond, Duration time)
            throws Exception {
        BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        int records = (int) (perSecond * time.toMillis() / 1_000);
        int every = Math.max(2, perSecond / LOOKED_FOR / 2 * 2);
        List<Double> millis = new ArrayList<>();
        try (KafkaSources _ = reader.start();
                Producer<byte[], byte[]> producer = topic.producer()) {
            joined(reader, messages, producer);
            Thread load = Thread.ofPlatform().start(() -> send(producer, messages, records, perSecond, every, sent));
            for (int looked = 0; looked < (records + every - 1) / every; looked++) {
                Sent next = sent.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (next == null) {
                    throw new IllegalStateException("nothing is sent any more");
                }
                await(reader, next);
                millis.add((System.nanoTime() - next.nanos()) / 1e6);
            }
            load.join(LIMIT);
        }
        // the first quarter warms up
        return millis.subList(millis.size() / 4, millis.size()).stream()
                .sorted()
                .toList();
    }

    /// The group has formed, and all of the way has been gone once.
    private static void joined(LedgerReader reader, Messages messages, Producer<byte[], byte[]> producer)
            throws InterruptedException {
        producer.send(messages.record(FIRST));
        producer.flush();
        await(reader, new Sent(messages.order(FIRST / 2), System.nanoTime()));
    }

    private static void send(
            Producer<byte[], byte[]> producer,
            Messages messages,
            int records,
            int perSecond,
            int every,
            BlockingQueue<Sent> sent) {
        long begin = System.nanoTime();
        for (int i = 0; i < records; i++) {
            long due = begin + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < due) {
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException _) {
                    return;
                }
            }
            if (i % every == 0) {
                sent.add(new Sent(messages.order(i / 2), System.nanoTime()));
            }
            producer.send(messages.record(i));
        }
        producer.flush();
    }

    private static void await(LedgerReader reader, Sent sent) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (reader.ledger().commitments().find(sent.order(), NOW).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(sent.order() + " is in no view after " + LIMIT);
            }
            Thread.sleep(PAUSE);
        }
    }

    static double percentile(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
