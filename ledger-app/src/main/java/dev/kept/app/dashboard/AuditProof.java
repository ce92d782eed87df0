package dev.kept.app.dashboard;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.projections.audit.Proofs;
import dev.kept.store.StoredFact;
import dev.kept.verify.Evidence;
import dev.kept.verify.Receipt;
import dev.kept.verify.Verdict;
import dev.kept.verify.Verifier;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a fact is under a signed checkpoint: its receipt, verified by the code that verifies one offline.
///
/// @param why what is wrong, or why there is nothing to verify yet; null where it is verified
/// @param shown null where there is no receipt
record AuditProof(Mark mark, @Nullable String why, @Nullable Shown shown) {
    /// What the receipt shows, and how to verify it without this ledger.
    ///
    /// @param path the hashes that lead from the leaf to the root
    /// @param notVerified what a receipt alone cannot show
    record Shown(
            String size,
            String root,
            List<String> path,
            List<String> verified,
            List<String> notVerified,
            String receipt,
            String command) {}

    static AuditProof of(Proofs proofs, StoredFact fact, Instant now) {
        if (proofs.size() <= fact.position()) {
            return notYet("The signed checkpoint covers " + Words.counted(proofs.size(), "fact", "facts")
                    + "; one that covers this, too, is signed within a second or so. Load the page again.");
        }
        try {
            return proofs.receiptOfFact(fact.factId())
                    .map(receipt -> verified(proofs, fact.factId(), receipt, now))
                    .orElseGet(() -> wrong("The log vouches for no fact of this id."));
        } catch (Proofs.NotPublished failure) {
            return notYet(String.valueOf(failure.getMessage()));
        } catch (Proofs.Contradicted | UncheckedIOException failure) {
            return wrong(String.valueOf(failure.getMessage()));
        }
    }

    private static AuditProof notYet(String why) {
        return new AuditProof(new Mark("awaiting", "Not in a signed checkpoint yet"), why, null);
    }

    private static AuditProof wrong(String why) {
        return new AuditProof(new Mark("missed", "Not verified"), why, null);
    }

    private static AuditProof verified(Proofs proofs, String factId, Receipt receipt, Instant now) {
        Receipt.Proven proven = receipt.facts().getFirst();
        Hash leaf = proven.opening().leaf();
        List<VerifierKey> keys =
                proofs.allKeys().reversed().stream().map(VerifierKey::parse).toList();
        Optional<VerifierKey> signer = keys.stream()
                .filter(key -> proven.proof().check(leaf, TrustedKeys.of(key)) instanceof NoteCheck.Trusted)
                .findFirst();
        if (signer.isEmpty()) {
            return wrong("No key of this ledger has signed a checkpoint that this fact is under.");
        }
        return switch (Verifier.verify(receipt, Evidence.of(TrustedKeys.of(signer.get())), now)) {
            case Verdict.Failed failed -> wrong(failed.code() + ": " + failed.message());
            case Verdict.Verified verified -> {
                Checkpoint checkpoint = Checkpoint.parse(proven.proof().note().text());
                yield new AuditProof(
                        new Mark("met", "Verified: in the tree of a signed checkpoint"),
                        null,
                        new Shown(
                                Words.number(checkpoint.size()),
                                checkpoint.root().hex(),
                                proven.proof().hashes().stream().map(Hash::hex).toList(),
                                verified.verified(),
                                verified.notVerified(),
                                "v1/facts/" + factId + "/receipt",
                                "./kept verify fact-" + factId + ".receipt.json --key "
                                        + signer.get().format()));
            }
        };
    }
}
