package dev.kept.store;

import dev.kept.domain.audit.Hash;
import java.time.Instant;
import java.util.List;
import org.axonframework.messaging.core.Context.ResourceKey;

/// What the log assigned to the facts of one append, in their order; in the processing context after the commit.
public record AppendReceipt(List<Accepted> facts) {
    /// Holds the receipt once the append is committed.
    public static final ResourceKey<AppendReceipt> KEY = ResourceKey.withLabel("kept.receipt");

    public AppendReceipt {
        facts = List.copyOf(facts);
    }

    /// One fact's place in the log.
    ///
    /// @param version its version in the commitment's stream
    /// @param leafHash what stands for it in the Merkle tree
    public record Accepted(String factId, long position, int version, Instant acceptedAt, Hash leafHash) {}

    static AppendReceipt of(List<StoredFact> facts) {
        return new AppendReceipt(facts.stream()
                .map(fact -> new Accepted(
                        fact.factId(), fact.position(), fact.version(), fact.acceptedAt(), fact.leafHash()))
                .toList());
    }
}
