package dev.kept.store.recording;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// The facts could not be written, or nobody knows whether they were. Sending the same commands again is safe: their
/// keys keep each fact from being recorded twice.
public final class RecordingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean ofContent;

    private RecordingFailed(String message, Throwable cause, boolean ofContent) {
        super(message, cause);
        this.ofContent = ofContent;
    }

    /// Whether the commands themselves are at fault, so that trying again will fail again; else the database is.
    public boolean isOfContent() {
        return ofContent;
    }

    static RecordingFailed of(String tenant, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof ExecutionException || cause instanceof CompletionException) {
            if (cause.getCause() == null) {
                break;
            }
            cause = cause.getCause();
        }
        return new RecordingFailed(
                "The log " + tenant + " has not recorded it, or nobody knows; send it again with the same key: "
                        + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                cause,
                Fault.of(failure) == Fault.CONTENT);
    }
}
