package dev.kept.witness;

/// What a witness answers.
///
/// | answer | status |
/// |---|---|
/// | cosigned | 200, body: the cosignature's line |
/// | malformed, or the old size is beyond the checkpoint's | 400 |
/// | no signature of a key that it knows for this log | 403 |
/// | a log it does not know | 404 |
/// | it has another checkpoint than the old one, or another root of the same size | 409, body: the size it has |
/// | the proof does not lead from the one to the other | 422 |
public sealed interface Reply {
    /// @param line the signature line as it stands in a note
    record Cosigned(String line) implements Reply {}

    /// The witness has a checkpoint of this size; the proof is to begin there.
    record Conflict(long size, String message) implements Reply {}

    record Refused(int status, String message) implements Reply {}
}
