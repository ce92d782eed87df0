package dev.kept.app.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// Measures how fast facts come from a topic into the log and into the views; a main, not a test.
///
/// Arguments: facts, records a second of the second run (0 leaves it out). First a backlog is read as fast as it can
/// be; then facts arrive at that rate, and their latency is from the producer's clock to the log's acceptance.
final class IntakeMeasure {
    private IntakeMeasure() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int facts = Integer.parseInt(args[0]);
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        try (IngestLedger kafka = IngestLedger.unreadWith(3)) {
            for (int i = 0; i < facts / 2; i++) {
                kafka.send("customer-" + i % 100, Lines.made("c" + i, "m" + i));
                kafka.send("customer-" + i % 100, Lines.met("c" + i, "k" + i));
            }
            kafka.flush();
            long begin = System.nanoTime();
            kafka.startNode(null);
            while (kafka.ledger.log().head().size() < facts) {
                Thread.sleep(20);
            }
            double committed = (System.nanoTime() - begin) / 1e9;
            kafka.ledger.awaitViews(Duration.ofMinutes(5));
            double projected = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d facts: committed in %.2f s (%.0f/s), projected in %.2f s (%.0f/s)%n",
                    facts,
                    committed,
                    facts / committed,
                    projected,
                    facts / projected);
            if (rate > 0) {
                latency(kafka, facts, rate);
            }
        }
        System.exit(0);
    }

    private static void latency(IngestLedger kafka, int before, int rate) throws InterruptedException {
        int sent = 10 * rate;
        long[] at = new long[sent];
        long begin = System.nanoTime();
        for (int i = 0; i < sent; i++) {
            long due = begin + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                Thread.sleep(1);
            }
            at[i] = System.currentTimeMillis();
            kafka.send("customer-" + i % 100, Lines.made("late-" + i, "late-" + i));
        }
        kafka.flush();
        while (kafka.ledger.log().head().size() < before + sent) {
            Thread.sleep(20);
        }
        long[] millis = kafka.ledger.log().stream(before - 1L)
                .mapToLong(fact -> fact.acceptedAt().toEpochMilli()
                        - at[
                                Integer.parseInt(new String(fact.meta(), StandardCharsets.UTF_8)
                                        .replaceFirst("(?s).*\"id\":\"late-([0-9]+)\".*", "$1"))])
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "at %d/s: topic to acceptance p50 %d ms, p99 %d ms%n",
                rate,
                millis[sent / 2],
                millis[sent * 99 / 100]);
    }
}
