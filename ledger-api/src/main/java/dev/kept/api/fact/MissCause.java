package dev.kept.api.fact;

/// Why a promise was missed: could not, would not, or something outside.
public enum MissCause {
    CAPABILITY,
    WILL,
    EXTERNAL
}
