package dev.kept.api.commitment;

import dev.kept.api.id.IdempotencyKey;

/// The earlier fact that a correction or a confirmation speaks of.
public sealed interface FactTarget {

    /// By the fact id that the ledger gave it.
    record ById(String factId) implements FactTarget {}

    /// By the key its source gave it.
    record ByKey(IdempotencyKey key) implements FactTarget {}
}
