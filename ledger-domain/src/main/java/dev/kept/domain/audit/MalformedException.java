package dev.kept.domain.audit;

/// Text or bytes that are not in the log's format; the message says which part, what was expected and what
/// stood there.
public final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String message;

    public MalformedException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
