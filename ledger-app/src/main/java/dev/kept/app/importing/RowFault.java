package dev.kept.app.importing;

import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import org.jspecify.annotations.Nullable;

/// Carries a refusal out of the depth of a row; caught where the row's fact was begun.
final class RowFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    /// @param column the column of the table at fault
    RowFault(RefusalCode code, String column, @Nullable String value, String message, String fix) {
        super(message, null, false, false);
        this.refusal = new Refusal(code, column, value, message, fix);
    }

    /// The refusal of a row that is one of several in a document.
    Refusal refusal(String place) {
        return new Refusal(refusal.code(), refusal.field(), refusal.value(), refusal.message() + place, refusal.fix());
    }

    Refusal refusal() {
        return refusal;
    }
}
