package dev.kept.benchmarks;

import dev.kept.benchmarks.store.ProofBenchmark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `./kept bench proof`: publishing, proving and verifying.
@CommandLine.Command(
        name = "proof",
        description = "Measures what publishing costs the append path, how fast facts are proven and bundles verified,"
                + " on an embedded PostgreSQL in a temporary folder.",
        mixinStandardHelpOptions = true)
final class ProofCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--facts",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many the log holds at least. Default: ${DEFAULT-VALUE}")
    private int facts = 1_000_000;

    @CommandLine.Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is measured. Default: ${DEFAULT-VALUE}")
    private int rounds = 5;

    @CommandLine.Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "6",
            description = "How long an import is measured. Default: ${DEFAULT-VALUE}")
    private int seconds = 6;

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "docs/benchmarks.md",
            description = "The page whose section is replaced. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("docs/benchmarks.md");

    @Override
    public Integer call() throws Exception {
        try (Server server = Server.embedded()) {
            String command = "./kept bench proof" + (facts == 1_000_000 ? "" : " --facts " + facts);
            new Page(out)
                    .replace(
                            "proof",
                            new ProofBenchmark(server, facts, rounds, Duration.ofSeconds(seconds)).run(command));
        }
        return 0;
    }
}
