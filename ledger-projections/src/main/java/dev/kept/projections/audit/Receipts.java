package dev.kept.projections.audit;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.TlogProof;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import dev.kept.verify.Opening;
import dev.kept.verify.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// Makes receipts, and hands out none that would not verify.
final class Receipts {
    private static final Duration PUBLISH_WAIT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 20;

    private final Publisher publisher;
    private final LongFunction<PublishedCheckpoint> covering;

    /// @param covering gives a checkpoint over the position
    Receipts(Publisher publisher, LongFunction<PublishedCheckpoint> covering) {
        this.publisher = publisher;
        this.covering = covering;
    }

    /// @return empty without facts
    Optional<Receipt> of(List<FactReader.Vouched> facts) {
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        PublishedCheckpoint checkpoint = covering.apply(
                facts.stream().mapToLong(one -> one.fact().position()).max().orElseThrow());
        TileHashes hashes = hashes(checkpoint.size());
        List<Receipt.Proven> proven = new ArrayList<>(facts.size());
        for (FactReader.Vouched one : facts) {
            long position = one.fact().position();
            Hash leaf = one.entry().leafHash();
            if (!leaf.equals(one.fact().leafHash())) {
                throw new Proofs.Contradicted(one.fact());
            }
            InclusionProof proof = InclusionProof.of(position, checkpoint.size(), hashes);
            if (!proof.check(leaf, checkpoint.root()).holds()) {
                hashes = healed(checkpoint.size(), one.fact());
                proof = InclusionProof.of(position, checkpoint.size(), hashes);
                if (!proof.check(leaf, checkpoint.root()).holds()) {
                    throw new Proofs.Contradicted(one.fact());
                }
            }
            proven.add(new Receipt.Proven(opening(one), TlogProof.of(new byte[0], proof, checkpoint.note())));
        }
        return Optional.of(new Receipt(proven));
    }

    static Opening opening(FactReader.Vouched one) {
        return new Opening(
                one.entry().bytes(),
                one.fact().salt(),
                one.fact().payload(),
                one.fact().meta());
    }

    private TileHashes hashes(long size) {
        return new TileHashes(size, publisher.hashes()::read);
    }

    /// A proof failed: either the hashes on disk are damaged, and are made again, or the database was changed.
    private TileHashes healed(long size, StoredFact fact) {
        try {
            if (!publisher.heal()) {
                throw new Proofs.Contradicted(fact);
            }
            return hashes(size);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Waits a moment until the position is under a checkpoint.
    PublishedCheckpoint awaitPublished(long position) {
        long deadline = System.nanoTime() + PUBLISH_WAIT.toNanos();
        while (true) {
            PublishedCheckpoint last = publisher.last().orElse(null);
            if (last != null && last.size() > position) {
                return last;
            }
            if (System.nanoTime() > deadline) {
                throw new Proofs.NotPublished(
                        publisher.refusal().orElse("position " + position + " is not published yet"));
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new Proofs.NotPublished("interrupted before position " + position + " was published");
            }
        }
    }
}
