package dev.kept.app.cli;

import dev.kept.app.importing.ImportRefused;
import dev.kept.app.importing.Mapping;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Tries a mapping on sample documents and records nothing.
@CommandLine.Command(
        name = "map",
        description = "Tries a mapping on JSON documents from standard input, one a line or one alone,"
                + " and prints the fact lines they become. Records nothing.",
        mixinStandardHelpOptions = true)
final class MapCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--try",
            required = true,
            paramLabel = "MAPPING.yaml",
            description = "how documents become facts (docs/kafka.md); some lie in examples/mappings")
    @SuppressWarnings("NullAway.Init")
    private Path mapping;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        MapTrial trial;
        try {
            trial = new MapTrial(Mapping.read(mapping), spec.commandLine().getOut(), err, InstantSource.system());
        } catch (ImportRefused refused) {
            err.println("kept: " + refused.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        trial.take(System.in.readAllBytes());
        return trial.finish() ? Main.OK : Main.FAILED;
    }
}
