package dev.kept.app.cli;

import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Gives out, lists and revokes the links that show a customer what was promised.
@CommandLine.Command(
        name = "share",
        description = "Gives out a link that shows one customer what was promised; lists and revokes such links.",
        mixinStandardHelpOptions = true)
final class ShareCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private What what;

    /// What is to be done.
    static final class What {
        @CommandLine.Parameters(paramLabel = "CUSTOMER", description = "gives a link out for this customer")
        private @Nullable String customer;

        @CommandLine.Option(names = "--list", paramLabel = "CUSTOMER", description = "lists the links of a customer")
        private @Nullable String listed;

        @CommandLine.Option(names = "--revoke", paramLabel = "LINK", description = "revokes a link by its number")
        private @Nullable Long revoked;
    }

    @CommandLine.Option(
            names = "--days",
            paramLabel = "N",
            description = "how long the link lives (default: until it is revoked)")
    private @Nullable Integer days;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        LedgerOptions options = ledger.options();
        PrintWriter out = spec.commandLine().getOut();
        RemoteLedger remote = LedgerMixin.remote(options).orElse(null);
        if (remote == null) {
            spec.commandLine()
                    .getErr()
                    .println("kept: no ledger runs on " + options.data() + "; start one with ./kept serve");
            return Main.FAILED;
        }
        if (what.listed != null) {
            if (remote.sharedLinks(what.listed).get("items") instanceof JsonValue.JsonArray(var items)) {
                items.forEach(item -> out.println(JsonWriter.text(item)));
            }
            return Main.OK;
        }
        if (what.revoked != null) {
            boolean revoked = new JsonValue.JsonBoolean(true)
                    .equals(remote.act("/v1/shared-links/" + what.revoked + "/revoke")
                            .get("revoked"));
            out.println(revoked ? "revoked" : "not open: unknown, or revoked before");
            return revoked ? Main.OK : Main.FAILED;
        }
        String customer = String.valueOf(what.customer);
        if (remote.share(customer, days).get("url") instanceof JsonValue.JsonText(String url)) {
            out.println(url);
        }
        return Main.OK;
    }
}
