package dev.kept.domain.json;

/// Text that is not the JSON this ledger accepts; the message says what, and the offset where.
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int offset;

    public JsonException(String message, int offset) {
        super(message + " at character " + offset);
        this.offset = offset;
    }

    /// Characters before the fault, from 0.
    public int offset() {
        return offset;
    }
}
