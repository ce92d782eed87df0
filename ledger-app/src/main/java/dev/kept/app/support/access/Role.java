package dev.kept.app.support.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do with a ledger; a person or program has any number of roles.
public enum Role {
    /// Records facts, and reads what was recorded in its own name.
    RECORDER,
    /// Reads pages and figures.
    READER,
    /// Reads all there is, with proofs and exports.
    AUDITOR,
    /// Defines calendars, re-drives dead letters, gives and takes access.
    ADMIN;

    /// As tokens, options and tables name it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
