package dev.kept.domain.audit.tree;

/// The answer of a check: the proof holds, or it is refused with the reason.
public sealed interface ProofCheck {

    /// Whether the proof holds.
    default boolean holds() {
        return this instanceof Holds;
    }

    record Holds() implements ProofCheck {}

    /// @param message what was expected and what was found, in words
    record Refused(ProofFault fault, String message) implements ProofCheck {
        @Override
        public String toString() {
            return fault + ": " + message;
        }
    }
}
