package dev.kept.domain.audit.note;

import dev.kept.domain.audit.tree.ProofFault;
import java.util.List;

/// The answer of a check of signatures: a checkpoint to be trusted, or the reason why not.
public sealed interface NoteCheck {

    /// @param cosignatures those of pinned witnesses, each checked
    record Trusted(Checkpoint checkpoint, List<Cosignature> cosignatures) implements NoteCheck {}

    /// @param message what was expected and what was found, in words
    record Refused(ProofFault fault, String message) implements NoteCheck {
        @Override
        public String toString() {
            return fault + ": " + message;
        }
    }
}
