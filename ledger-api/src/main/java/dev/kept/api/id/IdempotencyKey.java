package dev.kept.api.id;

/// Names a fact for ever: the system that reported it and that system's own id of it.
public record IdempotencyKey(String source, String id) {
    public static final int MAX_LENGTH = 200;

    public IdempotencyKey {
        if (source.isEmpty() || source.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "source has " + source.length() + " characters, expected 1 to " + MAX_LENGTH);
        }
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("id has " + id.length() + " characters, expected 1 to " + MAX_LENGTH);
        }
    }
}
