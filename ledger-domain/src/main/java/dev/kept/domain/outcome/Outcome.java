package dev.kept.domain.outcome;

/// What became of a promise; derived from its facts, never set.
public enum Outcome {
    /// Facts are known, the promise itself is not.
    AWAITING_TERMS,
    OPEN,
    MET,
    MET_LATE,
    PARTLY_MET,
    MISSED,
    WITHDRAWN,
    RELEASED,
    VOIDED
}
