package dev.kept.app.wiring.chaos;

import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.ingest.KafkaSources;
import dev.kept.app.ingest.Storing;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.store.intake.IntakeBooks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The ledger that is killed: one node that takes a topic into a database which it shares with others.
///
/// Now and then it stalls before it stores a batch, longer than its group waits for it: its partitions go to another
/// node, and what it stores then must have no effect.
public final class KafkaWorker {
    static final String TENANT = "chaos";
    static final String CONSUMER = "kept-chaos";
    static final String STOP = "stop";
    static final String READY = "ready";

    private static final Duration STALL = Duration.ofMillis(3_500);
    private static final int STALL_EVERY = 40;

    /// A group that gives a member up soon.
    private static final Map<String, String> IMPATIENT = Map.of(
            "session.timeout.ms", "2000",
            "heartbeat.interval.ms", "500",
            "max.poll.interval.ms", "2000",
            "max.poll.records", "150",
            "reconnect.backoff.max.ms", "500");

    private KafkaWorker() {}

    /// @param seed decides when it stalls
    /// @param trapped whether it stands still where its fault shows
    public record Options(
            Path directory,
            String databaseUrl,
            String databaseUser,
            String databasePassword,
            String broker,
            String topic,
            long seed,
            @Nullable KafkaFault fault,
            boolean trapped) {}

    /// Runs until it is told to stop, or killed, or whoever started it is gone.
    public static void run(Options options, InputStream in, PrintStream out) throws IOException {
        try (OpenLedger open = OpenLedger.open(
                        new LedgerOptions(
                                options.directory(),
                                options.databaseUrl(),
                                options.databaseUser(),
                                options.databasePassword(),
                                TENANT,
                                false),
                        Clock.systemUTC());
                KafkaSources _ = KafkaSources.start(
                        open.ledger(),
                        open.database(),
                        new KafkaOptions(
                                options.broker(),
                                CONSUMER,
                                List.of(new KafkaOptions.Topic(options.topic(), null)),
                                null,
                                null,
                                null,
                                IMPATIENT),
                        storing(options, open, out))) {
            out.println(READY);
            out.flush();
            BufferedReader orders = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            if (!STOP.equals(orders.readLine())) {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private static Storing storing(Options options, OpenLedger open, PrintStream out) {
        Storing storing = options.fault() == null
                ? Storing.TOGETHER
                : options.fault().storing(new Trap(options.trapped(), out), new IntakeBooks(TENANT, open.database()));
        Random random = new Random(options.seed());
        return (recorder, items, offsets, companion) -> {
            if (random.nextInt(STALL_EVERY) == 0) {
                Trap.sleep(STALL);
            }
            return storing.store(recorder, items, offsets, companion);
        };
    }
}
