package dev.kept.app.cli;

import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.projections.audit.Proofs;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Prints the public keys that sign the log, and changes the key.
@CommandLine.Command(
        name = "keys",
        description = {
            "Prints the public keys that sign the log, one a line, the newest first: what verifiers pin.",
            "--rotate draws a new key; the old one signs beside it for 30 days, and the change is a fact in the log."
        },
        mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(names = "--rotate", description = "draw a new key")
    private boolean rotate;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        keys().forEach(out::println);
        out.flush();
        return Main.OK;
    }

    private List<String> keys() {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            if (rotate) {
                remote.get().act("/v1/log/keys:rotate");
            }
            return signing(remote.get().document("/v1/log/keys"));
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            Proofs proofs = open.proofs();
            if (rotate) {
                proofs.rotateKey();
            }
            return proofs.signingKeys();
        }
    }

    private static List<String> signing(JsonObject keys) {
        if (!(keys.get("signing") instanceof JsonArray(List<JsonValue> values))) {
            throw new IllegalStateException("expected keys, got " + keys);
        }
        return values.stream()
                .map(value -> value instanceof JsonText(String text) ? text : "")
                .toList();
    }
}
