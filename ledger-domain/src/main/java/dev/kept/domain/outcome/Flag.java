package dev.kept.domain.outcome;

/// What else is true of a promise beside its outcome.
public enum Flag {
    /// Open and past due.
    OVERDUE,
    /// The promisee disputes it and nobody has resolved that.
    DISPUTED,
    /// The promisee was told of a problem.
    DISCLOSED,
    /// A remedy was given.
    MADE_GOOD,
    /// Nobody but the promisor has seen that the promise was made.
    UNWITNESSED
}
