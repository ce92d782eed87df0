package dev.kept.benchmarks;

import dev.kept.app.broker.LocalBroker;
import dev.kept.benchmarks.kafka.KafkaBenchmark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `./kept bench kafka`: facts from a topic, beside the stock engine and a consumer that only copies.
@CommandLine.Command(
        name = "kafka",
        description =
                "Measures how fast facts come from a topic into the log and into the views, on a Kafka broker and a"
                        + " PostgreSQL of its own in temporary folders.",
        mixinStandardHelpOptions = true)
final class KafkaCommand implements Callable<Integer> {
    private static final KafkaBenchmark.Plan FULL =
            new KafkaBenchmark.Plan(3, 5, 100_000, Duration.ofSeconds(6), Duration.ofSeconds(8));
    private static final KafkaBenchmark.Plan QUICK =
            new KafkaBenchmark.Plan(1, 1, 3_000, Duration.ofMillis(200), Duration.ofSeconds(1));

    @CommandLine.Option(
            names = "--broker-jars",
            paramLabel = "FOLDER",
            defaultValue = "ledger-broker/target/jars",
            description = "The jars of the broker. Default: ${DEFAULT-VALUE}")
    private Path jars = Path.of("ledger-broker/target/jars");

    @CommandLine.Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often everything is measured. Default: 5")
    private int rounds;

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "docs/benchmarks.md",
            description = "The page whose section is replaced. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("docs/benchmarks.md");

    @CommandLine.Option(
            names = "--quick",
            description = "A few seconds, to see that everything runs: the figures mean nothing.")
    private boolean quick;

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        KafkaBenchmark.Plan base = quick ? QUICK : FULL;
        KafkaBenchmark.Plan plan = rounds > 0
                ? new KafkaBenchmark.Plan(base.warmUps(), rounds, base.records(), base.stockTime(), base.latencyTime())
                : base;
        try (Server server = Server.embedded();
                LocalBroker broker = LocalBroker.start(jars, Files.createTempDirectory("kept-bench-broker"), 0)) {
            String section = new KafkaBenchmark(server, broker, plan)
                    .run(
                            "./kept bench kafka" + (quick ? " --quick" : rounds > 0 ? " --rounds " + rounds : ""),
                            () -> Duration.ofNanos(System.nanoTime() - start));
            new Page(out).replace("kafka", section);
        }
        System.err.printf("kept: wrote %s after %d s%n", out, (System.nanoTime() - start) / 1_000_000_000);
        return 0;
    }
}
