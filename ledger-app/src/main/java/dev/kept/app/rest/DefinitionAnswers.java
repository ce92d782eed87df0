package dev.kept.app.rest;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.json.JsonWriter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// What is answered to whoever defines something: a calendar or a series.
final class DefinitionAnswers {
    private DefinitionAnswers() {}

    /// Without a key, sending the same definition again changes nothing, which is all that a key would do.
    static IdempotencyKey key(@Nullable String header, @Nullable IdempotencyKey inBody, String caller, String what) {
        if (header != null) {
            return Preconditions.key(caller, header);
        }
        return inBody == null ? new IdempotencyKey(caller, what + "-" + UUID.randomUUID()) : inBody;
    }

    static ProblemException keyTaken(String factId, IdempotencyKey key) {
        return new ProblemException(new Problem(
                409,
                "CONFLICTING_DUPLICATE",
                "this key was used before for another content: fact " + factId,
                "id",
                key.id(),
                "send a new id for a new definition"));
    }

    static ProblemException otherVersion(String what, int version, @Nullable String ifMatch) {
        return new ProblemException(new Problem(
                409,
                "VERSION_CONFLICT",
                version < 0 ? "there is no such " + what + " yet" : "the " + what + " has version " + version,
                HttpHeaders.IF_MATCH,
                ifMatch,
                "read it again, and send it with If-Match: \"" + version + "\" if it is still right"));
    }

    static ResponseEntity<byte[]> response(int status, JsonWriter out, int version) {
        return ResponseEntity.status(status)
                .eTag("\"" + version + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(out.endObject().toBytes());
    }
}
