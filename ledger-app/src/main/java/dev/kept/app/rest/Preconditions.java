package dev.kept.app.rest;

import dev.kept.api.id.IdempotencyKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// What a request's headers say about when it may take effect.
final class Preconditions {
    static final String KEY_HEADER = "Idempotency-Key";

    private Preconditions() {}

    static IdempotencyKey key(String caller, String key) {
        if (key.isBlank()
                || key.length() > IdempotencyKey.MAX_LENGTH
                || key.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    KEY_HEADER + " has " + key.length() + " characters or some that cannot be printed",
                    KEY_HEADER,
                    key,
                    "use 1 to " + IdempotencyKey.MAX_LENGTH + " printable characters"));
        }
        return new IdempotencyKey(caller, key);
    }

    static @Nullable Integer version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String tag = ifMatch.strip();
        if (!tag.matches("\"[0-9]{1,9}\"")) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    "If-Match names no version",
                    HttpHeaders.IF_MATCH,
                    ifMatch,
                    "send the ETag that reading the commitment gave, such as \"3\""));
        }
        return Integer.valueOf(tag.substring(1, tag.length() - 1));
    }
}
