package dev.kept.domain.commitment;

import org.jspecify.annotations.Nullable;

/// Why a command is not recorded, for a person to act on.
///
/// @param field the fact-line field at fault
/// @param value what stood there, cut to 200 characters
/// @param fix what to send instead
public record Refusal(
        RefusalCode code, String field, @Nullable String value, String message, String fix) {
    private static final int MAX_VALUE = 200;

    public Refusal {
        if (value != null && value.length() > MAX_VALUE) {
            value = value.substring(0, MAX_VALUE) + "…";
        }
    }

    @Override
    public String toString() {
        return code + ": " + message + " (" + field + (value == null ? "" : " = " + value) + "). " + fix;
    }
}
