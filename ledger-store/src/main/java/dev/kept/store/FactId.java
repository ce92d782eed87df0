package dev.kept.store;

import java.util.Optional;
import java.util.UUID;

/// A fact's id: a UUID in its one canonical spelling, time-ordered by choice of whoever makes it.
final class FactId {
    private FactId() {}

    static Optional<UUID> parse(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
