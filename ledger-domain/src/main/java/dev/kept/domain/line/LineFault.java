package dev.kept.domain.line;

import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import org.jspecify.annotations.Nullable;

/// Carries a refusal out of the depth of a line; caught where the line's reading began.
final class LineFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    LineFault(RefusalCode code, String field, @Nullable String value, String message, String fix) {
        super(message, null, false, false);
        this.refusal = new Refusal(code, field, value, message, fix);
    }

    Refusal refusal() {
        return refusal;
    }
}
