package dev.kept.benchmarks;

import dev.kept.benchmarks.score.ScoreBenchmark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `./kept bench score`: reading scores, folding facts into buckets, trying a policy.
@CommandLine.Command(
        name = "score",
        description = "Measures how fast scores are read, projected and tried under another policy, on an embedded"
                + " PostgreSQL in a temporary folder.",
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--facts",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many the log holds, 62,000 at least. Default: ${DEFAULT-VALUE}")
    private int facts = 1_000_000;

    @CommandLine.Option(
            names = "--reads",
            paramLabel = "N",
            defaultValue = "3000",
            description = "How often each score is read. Default: ${DEFAULT-VALUE}")
    private int reads = 3_000;

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "docs/benchmarks.md",
            description = "The page whose section is replaced. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("docs/benchmarks.md");

    @Override
    public Integer call() throws Exception {
        try (Server server = Server.embedded()) {
            String command = "./kept bench score" + (facts == 1_000_000 ? "" : " --facts " + facts);
            new Page(out).replace("score", new ScoreBenchmark(server, facts, reads).run(command));
        }
        return 0;
    }
}
