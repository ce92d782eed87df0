package dev.kept.app.cli;

import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.projections.audit.Bundles;
import dev.kept.projections.audit.Proofs;
import dev.kept.verify.BundleChunks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Writes a bundle for auditors.
@CommandLine.Command(
        name = "bundle",
        description = {
            "Writes a bundle for auditors: every entry of the log with what it stands for, or one customer's with"
                    + " proofs.",
            "The same command goes on where it was stopped. ./kept verify FILE --key VKEY checks it offline."
        },
        mixinStandardHelpOptions = true)
final class BundleCommand implements Callable<Integer> {
    private static final Duration VIEWS_LIMIT = Duration.ofMinutes(2);

    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(names = "--out", required = true, paramLabel = "FILE", description = "the file to write")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @CommandLine.Option(names = "--customer", paramLabel = "C", description = "this customer's facts alone")
    private @Nullable String customer;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /// Where a bundle's pieces come from: this process or a ledger that runs.
    private interface Source {
        byte[] begin();

        byte[] leaves(long from, long size);

        Bundles.Piece facts(long size, Bundles.After after);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        try {
            if (remote.isPresent()) {
                write(of(remote.get()), err);
                return Main.OK;
            }
            try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
                write(of(open), err);
                return Main.OK;
            }
        } catch (Proofs.NotPublished | IllegalArgumentException failure) {
            err.println("kept: " + failure.getMessage());
            return Main.FAILED;
        }
    }

    private Source of(RemoteLedger remote) {
        return new Source() {
            @Override
            public byte[] begin() {
                return remote.bundle(customer);
            }

            @Override
            public byte[] leaves(long from, long size) {
                return remote.bundleLeaves(from, size);
            }

            @Override
            public Bundles.Piece facts(long size, Bundles.After after) {
                return remote.bundleFacts(customer, size, after);
            }
        };
    }

    private Source of(OpenLedger open) {
        Bundles bundles = open.bundles();
        return new Source() {
            @Override
            public byte[] begin() {
                return bundles.begin(customer, () -> open.ledger().awaitViews(VIEWS_LIMIT));
            }

            @Override
            public byte[] leaves(long from, long size) {
                return bundles.leaves(from, size);
            }

            @Override
            public Bundles.Piece facts(long size, Bundles.After after) {
                return bundles.facts(customer, size, after);
            }
        };
    }

    private void write(Source source, PrintWriter err) throws IOException {
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try (BundlePart file = BundlePart.open(part, customer, source::begin)) {
            if (file.resumed()) {
                err.println("kept: going on with " + part + " at " + file.facts() + " facts");
            }
            long size = file.size();
            try (BundleProgress progress = BundleProgress.of(System.err, (customer == null ? 2 : 1) * size)) {
                while (customer == null && file.leaves() < size && file.facts() == 0) {
                    file.addLeaves(source.leaves(file.leaves(), size));
                    progress.at(file.leaves());
                }
                Bundles.Piece piece = source.facts(size, file.after());
                while (piece.facts() > 0) {
                    file.addFacts(piece);
                    progress.at(file.leaves() + file.facts());
                    piece = source.facts(size, file.after());
                }
            }
            file.finish(BundleChunks.end(file.facts()));
            err.println("kept: " + file.facts() + " facts, checkpoint of " + size + " entries: " + out);
        }
        Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
