package dev.kept.api.id;

/// Names a fact for ever: the system that reported it and that system's own id of it.
public record IdempotencyKey(String source, String id) {
    public static final int MAX_LENGTH = 200;

    public IdempotencyKey {
        Identifiers.check("source", source, MAX_LENGTH);
        Identifiers.check("id", id, MAX_LENGTH);
    }
}
