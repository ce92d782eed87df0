package dev.kept.app.importing;

import org.jspecify.annotations.Nullable;

/// What keeps an import from beginning, for a person to mend.
///
/// @param key what is at fault: a key of the mapping such as `facts[1].fields.at.date`, or a file
/// @param value what stood there
public record Problem(String key, @Nullable String value, String message, String fix) {
    @Override
    public String toString() {
        return key + (value == null ? "" : " = \"" + value + "\"") + ": " + message + ". " + fix;
    }
}
