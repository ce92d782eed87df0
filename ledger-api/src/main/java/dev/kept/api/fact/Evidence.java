package dev.kept.api.fact;

/// How well a fact is proven, weakest first: the order of the constants is the order of strength.
public enum Evidence {
    /// The party that reports it says so.
    SELF,
    /// A system or third party recorded it.
    SYSTEM,
    /// The promisee confirmed it.
    CONFIRMED;

    public boolean atLeast(Evidence other) {
        return compareTo(other) >= 0;
    }
}
