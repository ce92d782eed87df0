package dev.kept.api.fact;

/// How much a promise matters where no amount says it.
public enum Tier {
    TRIVIAL,
    MINOR,
    STANDARD,
    MAJOR,
    CRITICAL
}
