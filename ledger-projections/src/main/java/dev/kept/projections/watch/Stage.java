package dev.kept.projections.watch;

/// What is said of an open promise as time goes by, in this order.
public enum Stage {
    /// The last part of its time has begun.
    AT_RISK,
    /// It falls due now.
    DUE,
    /// Its due time has passed.
    OVERDUE,
    /// Nothing was reported within the grace: recorded as a miss.
    MISSED
}
