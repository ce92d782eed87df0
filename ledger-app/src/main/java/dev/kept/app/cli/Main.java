package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.support.LineSink;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.wiring.RemoteLedger;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.CommandLine;

/// Runs one command. Data goes to stdout, everything else to stderr.
@CommandLine.Command(
        name = "kept",
        description = "The ledger of promises: made, met, missed and corrected, and proof of it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            SignInCommand.class,
            ShareCommand.class,
            ImportCommand.class,
            MapCommand.class,
            LettersCommand.class,
            StatsCommand.class,
            BoardCommand.class,
            PromiseCommand.class,
            WebhooksCommand.class,
            ScoreCommand.class,
            TortureCommand.class,
            TortureWorkerCommand.class,
            TortureConsumerCommand.class,
            WhatIfCommand.class,
            ExportCommand.class,
            KeysCommand.class,
            ReceiptCommand.class,
            BundleCommand.class,
            VerifyCommand.class,
            WitnessCommand.class,
            ReplayCommand.class,
            DiffCommand.class,
            EraseCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CalendarCommand.class,
            SeriesCommand.class,
            CommandLine.HelpCommand.class
        },
        footerHeading = "%nIn a checkout also:%n",
        footer = {
            "  test   the whole build with all its tests",
            "  bench  what the ledger costs beside what it is compared with; `kept bench help` says what"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused or failed", "2:wrong usage", "3:cannot start", "4:verification failed"})
public final class Main implements Runnable {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int CANNOT_START = 3;
    static final int NOT_VERIFIED = 4;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && (args[0].equals("verify") || args[0].equals("witness"))) {
            // these two need nothing of the ledger, and start without it
            dev.kept.verify.Main.main(args);
            return;
        }
        CommandLine command = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, _) -> failed(failure, line));
        int code = command.execute(args);
        System.out.flush();
        if (code != OK || !Foreground.isServing()) {
            System.exit(code);
        }
    }

    /// One line for what a person can mend; a trace only for what nobody expected.
    private static int failed(Exception failure, CommandLine line) throws Exception {
        PrintWriter err = line.getErr();
        switch (failure) {
            case CannotStart cannot -> {
                err.println("kept: " + cannot.getMessage());
                return CANNOT_START;
            }
            case LineSink.LedgerUnavailable unavailable -> {
                err.println("kept: " + unavailable.getMessage()
                        + "; run the same command again: nothing is recorded twice");
                return FAILED;
            }
            case RemoteLedger.Refused refused -> {
                err.println("kept: " + refused.getMessage());
                return FAILED;
            }
            case ReadTimes.BadTime badTime -> {
                err.println("kept: " + badTime.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            default -> throw failure;
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// The version that the build wrote down.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("/kept.properties")) {
                if (in == null) {
                    throw new IllegalStateException("kept.properties is not on the class path");
                }
                build.load(in);
            }
            return new String[] {"kept " + build.getProperty("version")};
        }
    }
}
