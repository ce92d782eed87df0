package dev.kept.domain.commitment;

import dev.kept.api.fact.Evidence;

/// The way a command came in. It decides the default evidence and what may arrive before its promise.
public enum Entrance {
    /// A person or program that waits for the answer.
    INTERACTIVE(Evidence.SELF, false),
    /// A message bus, where order is not given.
    BUS(Evidence.SYSTEM, true),
    /// A file of history.
    IMPORT(Evidence.SYSTEM, true);

    private final Evidence defaultEvidence;
    private final boolean mayPrecedePromise;

    Entrance(Evidence defaultEvidence, boolean mayPrecedePromise) {
        this.defaultEvidence = defaultEvidence;
        this.mayPrecedePromise = mayPrecedePromise;
    }

    public Evidence defaultEvidence() {
        return defaultEvidence;
    }

    public boolean mayPrecedePromise() {
        return mayPrecedePromise;
    }
}
