package dev.kept.projections.audit;

import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.embedded.TestFolder;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.verify.BundleChunks;
import dev.kept.verify.Evidence;
import dev.kept.verify.Verdict;
import dev.kept.verify.Verifier;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A ledger with its proofs in a folder, as an auditor meets it.
final class AuditedLedger implements AutoCloseable {
    static final Instant LATER = TestLedger.START.plus(Duration.ofDays(1));

    final TestLedger ledger;
    final LiveProcessor processor;
    final Path folder;
    final Proofs proofs;

    private AuditedLedger(TestLedger ledger, Path folder) {
        this.ledger = ledger;
        this.processor = ledger.project();
        this.folder = folder;
        this.proofs = open(folder);
    }

    static AuditedLedger fresh() throws IOException {
        return new AuditedLedger(TestLedger.fresh(), TestFolder.create("audited"));
    }

    /// Another node's or an attacker's proofs of the same database.
    Proofs open(Path node) {
        return Proofs.open(node, TestLedger.TENANT, ledger.database, ledger.log, ledger.recorder, () -> LATER);
    }

    void record(Random random, String prefix, int commitments) throws Exception {
        ledger.recordAll(Histories.random(random, prefix, commitments), random);
        ledger.await(processor);
        proofs.publish();
    }

    TrustedKeys keys() {
        return TrustedKeys.of(VerifierKey.parse(proofs.signingKeys().getFirst()));
    }

    Path bundle(Proofs of, @Nullable String customer) throws IOException {
        Bundles bundles = new Bundles(
                TestLedger.TENANT, ledger.log, of, ledger.commitments, ledger.reliability, ledger.scores, () -> LATER);
        Path file = Files.createTempFile(folder, "auditor", ".bundle");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bundles.begin(customer, () -> true));
            long size = of.size();
            for (long from = 0; customer == null && from < size; from += BundleChunks.LEAVES) {
                out.write(bundles.leaves(from, size));
            }
            long facts = 0;
            Bundles.Piece piece = bundles.facts(customer, size, Bundles.After.BEGIN);
            while (piece.facts() > 0) {
                out.write(piece.bytes());
                facts += piece.facts();
                piece = bundles.facts(customer, size, piece.last());
            }
            out.write(BundleChunks.end(facts));
        }
        return file;
    }

    Verdict verify(Path file, Evidence evidence) throws IOException {
        return Verifier.verify(new Verifier.Task(file, evidence, LATER, true));
    }

    Verdict verifyBundle(Proofs of, List<Path> kept) throws IOException {
        return verify(bundle(of, null), Evidence.of(keys(), kept));
    }

    @Override
    public void close() {
        proofs.close();
        processor.close();
        ledger.close();
    }
}
