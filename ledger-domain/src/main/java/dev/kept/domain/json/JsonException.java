package dev.kept.domain.json;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Text that is not the JSON this ledger accepts; the message says what, and the offset where.
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int offset;
    private final @Nullable String tooLong;

    public JsonException(String message, int offset) {
        this(message, offset, null);
    }

    /// @param tooLong the member whose text is too long, if that is the fault
    JsonException(String message, int offset, @Nullable String tooLong) {
        super(message + " at character " + offset);
        this.offset = offset;
        this.tooLong = tooLong;
    }

    /// The member whose text is too long, if that is the fault.
    public Optional<String> tooLong() {
        return Optional.ofNullable(tooLong);
    }

    /// Characters before the fault, from 0.
    public int offset() {
        return offset;
    }
}
