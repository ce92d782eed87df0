package dev.kept.benchmarks;

import dev.kept.benchmarks.store.StoreBenchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `./kept bench store`: the log beside Axon's stock engine and the raw database.
@CommandLine.Command(
        name = "store",
        description =
                "Measures the log beside Axon's stock JPA engine and raw JDBC, in one run on one durable PostgreSQL:"
                        + " an embedded one in a temporary folder unless --url names another.",
        mixinStandardHelpOptions = true)
final class StoreCommand implements Callable<Integer> {
    private static final StoreBenchmark.Plan FULL =
            new StoreBenchmark.Plan(5, Duration.ofMillis(1_500), 20_000, new long[] {10_000, 1_000_000, 5_000_000}, 24);
    private static final StoreBenchmark.Plan QUICK =
            new StoreBenchmark.Plan(1, Duration.ofMillis(60), 2_000, new long[] {1_000, 3_000}, 2);

    @CommandLine.Option(
            names = "--url",
            paramLabel = "JDBC-URL",
            description = "A durable PostgreSQL of yours; databases named kept_bench_* are made there and dropped.")
    private @Nullable String url;

    @CommandLine.Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "postgres",
            description = "Its superuser. Default: ${DEFAULT-VALUE}. The password is read from KEPT_BENCH_PASSWORD.")
    private String user = "postgres";

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

    @CommandLine.Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Measures only these parts: ${COMPLETION-CANDIDATES}. Default: all.")
    private StoreBenchmark.@Nullable Part @Nullable [] only;

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        StoreBenchmark.Plan plan = quick ? QUICK : FULL;
        try (Server server = server()) {
            StoreBenchmark benchmark =
                    new StoreBenchmark(server, plan, only == null ? StoreBenchmark.Part.values() : only);
            String section = benchmark.run(
                    "./kept bench store" + (quick ? " --quick" : ""),
                    () -> Duration.ofNanos(System.nanoTime() - start));
            new Page(out).replace("store", section);
        }
        System.err.printf("kept: wrote %s after %d s%n", out, (System.nanoTime() - start) / 1_000_000_000);
        return 0;
    }

    private Server server() throws IOException {
        String password = System.getenv("KEPT_BENCH_PASSWORD");
        return url == null ? Server.embedded() : Server.given(url, user, password == null ? "" : password);
    }
}
