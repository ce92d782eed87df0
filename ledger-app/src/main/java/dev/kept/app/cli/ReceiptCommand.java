package dev.kept.app.cli;

import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.files.DurableFile;
import dev.kept.projections.audit.Proofs;
import dev.kept.verify.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Writes the receipt of a commitment or of one fact.
@CommandLine.Command(
        name = "receipt",
        description = {
            "Writes a receipt: the facts of a commitment with the proof that they are in the log.",
            "./kept verify FILE --key VKEY checks it offline; ./kept keys prints the key to pin."
        },
        mixinStandardHelpOptions = true)
final class ReceiptCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Parameters(arity = "0..1", paramLabel = "COMMITMENT", description = "all facts of this commitment")
    private @Nullable String commitment;

    @CommandLine.Option(names = "--fact", paramLabel = "ID", description = "one fact instead")
    private @Nullable String fact;

    @CommandLine.Option(names = "--out", paramLabel = "FILE", description = "write to this file instead of stdout")
    private @Nullable Path out;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if ((commitment == null) == (fact == null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Of what? Name a COMMITMENT, or one fact with --fact ID");
        }
        Optional<byte[]> receipt;
        try {
            receipt = receipt();
        } catch (Proofs.Contradicted | Proofs.NotPublished failure) {
            spec.commandLine().getErr().println("kept: " + failure.getMessage());
            return Main.FAILED;
        }
        if (receipt.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            fact == null
                                    ? "kept: no fact of the commitment " + commitment + " is in the log; check the"
                                            + " spelling and --data, or give the id of a fact with --fact"
                                    : "kept: no fact " + fact + " is in the log; check the spelling, and --data");
            return Main.FAILED;
        }
        if (out == null) {
            System.out.write(receipt.get());
            System.out.flush();
        } else {
            DurableFile.replace(out, receipt.get(), DurableFile.Readers.EVERYBODY);
        }
        return Main.OK;
    }

    private Optional<byte[]> receipt() {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        String one = fact;
        String all = String.valueOf(commitment);
        if (remote.isPresent()) {
            return one == null
                    ? remote.get().receiptOfCommitment(all)
                    : remote.get().receiptOfFact(one);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            Proofs proofs = open.proofs();
            return (one == null ? proofs.receiptOfCommitment(all) : proofs.receiptOfFact(one)).map(Receipt::bytes);
        }
    }
}
