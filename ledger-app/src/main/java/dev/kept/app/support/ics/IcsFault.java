package dev.kept.app.support.ics;

import org.jspecify.annotations.Nullable;

/// Why a calendar file cannot be taken: nothing of it is.
public final class IcsFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String field;
    private final @Nullable String value;
    private final String fix;

    IcsFault(int line, String field, @Nullable String value, String message, String fix) {
        super(message);
        this.line = line;
        this.field = field;
        this.value = value;
        this.fix = fix;
    }

    /// The first line of what is wrong, counted from 1.
    public int line() {
        return line;
    }

    /// The property or component that is wrong.
    public String field() {
        return field;
    }

    public @Nullable String value() {
        return value;
    }

    public String fix() {
        return fix;
    }
}
