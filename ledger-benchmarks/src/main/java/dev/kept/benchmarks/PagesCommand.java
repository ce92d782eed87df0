package dev.kept.benchmarks;

import dev.kept.benchmarks.pages.PagesBenchmark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `./kept bench pages`: how long the server takes for each page, and what the page weighs.
@CommandLine.Command(
        name = "pages",
        description = "Measures every page of a ledger of its own over HTTP: server time and weight.",
        mixinStandardHelpOptions = true)
final class PagesCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--facts",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many the log holds, about. Default: ${DEFAULT-VALUE}")
    private int facts = 1_000_000;

    @CommandLine.Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many customers they are about. Default: ${DEFAULT-VALUE}")
    private int customers = 10_000;

    @CommandLine.Option(
            names = "--loads",
            paramLabel = "N",
            defaultValue = "200",
            description = "How often each page is loaded. Default: ${DEFAULT-VALUE}")
    private int loads = 200;

    @CommandLine.Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "docs/benchmarks.md",
            description = "The page whose section is replaced. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("docs/benchmarks.md");

    @Override
    public Integer call() throws Exception {
        try (Server server = Server.embedded()) {
            String command = "./kept bench pages" + (facts == 1_000_000 ? "" : " --facts " + facts)
                    + (customers == 10_000 ? "" : " --customers " + customers);
            new Page(out).replace("pages", new PagesBenchmark(server, facts, customers, loads).run(command));
        }
        return 0;
    }
}
