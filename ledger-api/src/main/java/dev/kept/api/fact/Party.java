package dev.kept.api.fact;

/// Who says a fact: the promisor, the promisee, or a system that belongs to neither.
public enum Party {
    PROMISOR,
    PROMISEE,
    SYSTEM
}
