package dev.kept.store.recording;

/// The batch could not be written, or nobody knows whether it was. Sending the same commands again is safe: their keys
/// keep each fact from being recorded twice.
public final class RecordingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
