package dev.kept.benchmarks;

import dev.kept.benchmarks.watch.WatchBenchmark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `./kept bench watch`: what a million open promises cost, and how late 10,000 warnings at once are.
@CommandLine.Command(
        name = "watch",
        description = "Measures what watching open promises costs while nothing is due, and how late warnings are when"
                + " many fall due at once, on an embedded PostgreSQL in a temporary folder and a served ledger.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final int OPEN = 1_000_000;
    private static final int AT_ONCE = 10_000;

    @CommandLine.Option(
            names = "--open",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many promises are open. Default: ${DEFAULT-VALUE}")
    private int open = OPEN;

    @CommandLine.Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many fall due at once. Default: ${DEFAULT-VALUE}")
    private int atOnce = AT_ONCE;

    @CommandLine.Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long it is watched while nothing is due. Default: ${DEFAULT-VALUE}")
    private int idle = 60;

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "docs/benchmarks.md",
            description = "The page whose section is replaced. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("docs/benchmarks.md");

    @Override
    public Integer call() throws Exception {
        try (Server server = Server.embedded()) {
            String command = "./kept bench watch" + (open == OPEN ? "" : " --open " + open)
                    + (atOnce == AT_ONCE ? "" : " --at-once " + atOnce);
            new Page(out).replace("watch", new WatchBenchmark(server, open, atOnce, idle).run(command));
        }
        return 0;
    }
}
