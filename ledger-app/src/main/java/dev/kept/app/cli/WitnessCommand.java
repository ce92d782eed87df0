package dev.kept.app.cli;

import dev.kept.witness.WitnessMain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Stands for `witness` in the list of commands; [Main] hands it over before anything else of the ledger is loaded.
@CommandLine.Command(
        name = "witness",
        description = "Cosigns the checkpoints of logs that only grew: a process of its own, with its own key.",
        mixinStandardHelpOptions = false)
final class WitnessCommand implements Callable<Integer> {
    @CommandLine.Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        return WitnessMain.run(words, System.out, System.err);
    }
}
