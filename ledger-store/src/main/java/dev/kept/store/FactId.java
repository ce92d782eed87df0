package dev.kept.store;

import java.util.Optional;
import java.util.UUID;

/// A fact's id: a UUID in its one canonical spelling, time-ordered by choice of whoever makes it.
final class FactId {
    private static final String FORM = "00000000-0000-0000-0000-000000000000";

    private FactId() {}

    /// Whether it is one: digits and lower-case letters up to f where the form has zeros, and its hyphens.
    static boolean isOne(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = FORM.charAt(i) == '-' ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static Optional<UUID> parse(String text) {
        return isOne(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
