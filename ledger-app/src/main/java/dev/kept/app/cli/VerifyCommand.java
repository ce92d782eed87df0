package dev.kept.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Stands for `verify` in the list of commands; [Main] hands it over before anything else of the ledger is loaded.
@CommandLine.Command(
        name = "verify",
        description = "Verifies a receipt or a bundle offline, against pinned keys.",
        mixinStandardHelpOptions = false)
final class VerifyCommand implements Callable<Integer> {
    @CommandLine.Unmatched
    private final List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        return dev.kept.verify.Main.run(words.toArray(String[]::new), System.out, System.err);
    }
}
