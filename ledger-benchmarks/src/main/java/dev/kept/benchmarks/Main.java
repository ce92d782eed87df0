package dev.kept.benchmarks;

import picocli.CommandLine;

/// `./kept bench`: what the ledger costs, measured beside what it is compared with.
@CommandLine.Command(
        name = "kept bench",
        description = "Measures the ledger beside what it is compared with and writes docs/benchmarks.md.",
        synopsisSubcommandLabel = "BENCHMARK",
        mixinStandardHelpOptions = true,
        subcommands = {StoreCommand.class, ScoreCommand.class, ProofCommand.class, WatchCommand.class, CommandLine.HelpCommand.class})
public final class Main implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) {
        // Hibernate's log is to obey the settings of ours
        System.setProperty("org.jboss.logging.provider", "slf4j");
        int code = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
        System.out.flush();
        System.exit(code);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
