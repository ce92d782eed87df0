package dev.kept.app.cli;

import dev.kept.app.support.Ledger;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.projections.commitment.ExportedFact;
import dev.kept.store.StoredFact;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Prints every fact of a ledger, as it stands in the log.
@CommandLine.Command(
        name = "export",
        description = {
            "Prints every fact of a ledger as it stands in the log, one JSON object a line.",
            "./kept score --facts FILE computes any score again from it, without the ledger."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final int PAGE = 1_000;
    private static final int PROGRESS_EVERY = 100_000;

    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private long written;

    @Override
    public Integer call() {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            export(remote.get());
        } else {
            try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
                export(open.ledger());
            }
        }
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("kept: " + written + " facts");
        return Main.OK;
    }

    private void export(Ledger local) {
        try (Stream<StoredFact> facts = local.log().stream(-1)) {
            facts.forEach(fact -> print(new String(ExportedFact.line(fact), StandardCharsets.UTF_8)));
        }
    }

    private void export(RemoteLedger remote) {
        long after = -1;
        while (true) {
            List<String> lines = remote.export(after, PAGE);
            lines.forEach(this::print);
            if (lines.isEmpty()) {
                return;
            }
            if (!(JsonReader.readTrusted(lines.getLast().getBytes(StandardCharsets.UTF_8)) instanceof JsonObject last)
                    || !(last.get("position") instanceof JsonNumber(String position))) {
                throw new IllegalStateException("expected a line of an export, got " + lines.getLast());
            }
            after = Long.parseLong(position);
        }
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        if (++written % PROGRESS_EVERY == 0) {
            spec.commandLine().getErr().println("kept: " + written + " facts …");
        }
    }
}
