package dev.kept.app.ingest;

import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;

/// Carries out of the depth of a record why no fact can be made of it; caught where the record was begun.
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    Unreadable(String field, String message, String fix) {
        super(message, null, false, false);
        this.refusal = new Refusal(RefusalCode.MALFORMED, field, null, message, fix);
    }

    Refusal refusal() {
        return refusal;
    }
}
