package dev.kept.app.cli;

import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Prints a link that signs one browser in to the ledger that runs.
@CommandLine.Command(
        name = "sign-in",
        description = "Prints a link that signs one browser in, once and within an hour.",
        mixinStandardHelpOptions = true)
final class SignInCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        LedgerOptions options = ledger.options();
        RemoteLedger remote = LedgerMixin.remote(options).orElse(null);
        if (remote == null) {
            spec.commandLine()
                    .getErr()
                    .println("kept: no ledger runs on " + options.data() + "; start one with ./kept serve");
            return Main.FAILED;
        }
        if (remote.act("/v1/sign-in-links").get("url") instanceof JsonValue.JsonText(String url)) {
            spec.commandLine().getOut().println(url);
            return Main.OK;
        }
        throw new IllegalStateException("the ledger's answer names no url");
    }
}
