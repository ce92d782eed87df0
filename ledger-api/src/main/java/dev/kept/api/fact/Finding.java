package dev.kept.api.fact;

/// What the resolution of a dispute found: the claim against the promisor holds, or it does not.
public enum Finding {
    UPHELD,
    REJECTED
}
