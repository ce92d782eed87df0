package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.support.capture.CaptureDocuments;
import dev.kept.app.support.capture.Captures;
import dev.kept.app.support.capture.Marks;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Understands a promise in a person's own words. What comes back records it when it is sent to `/v1/commitments`.
@RestController
class CaptureController {
    private static final Set<String> FIELDS = Set.of("text", "zone", "promisor", "actor");

    private final Ledger ledger;
    private final Captures captures;

    CaptureController(Ledger ledger) {
        this.ledger = ledger;
        this.captures = new Captures(ledger, new Marks());
    }

    @PostMapping("/v1/commitments:parse")
    ResponseEntity<byte[]> parse(HttpServletRequest request) throws IOException {
        if (!(Bodies.json(Bodies.read(request)) instanceof JsonValue.JsonObject(Map<String, JsonValue> members))) {
            throw bad("(body)", null, "the body is no object", "send {\"text\":\"Acme: quote by Friday noon\"}");
        }
        for (String name : members.keySet()) {
            if (!FIELDS.contains(name)) {
                throw bad(name, null, "there is no such field", "send text, and zone, promisor and actor if you like");
            }
        }
        String text = text(members, "text");
        if (text == null) {
            throw bad("text", null, "the promise is missing", "add \"text\": \"Acme: quote by Friday noon\"");
        }
        ledger.awaitViews();
        Captures.Answer answer = captures.read(new Captures.Request(
                text, zone(text(members, "zone")), text(members, "promisor"), text(members, "actor")));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(CaptureDocuments.document(answer)));
    }

    private static @Nullable ZoneId zone(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return ReadTimes.zone(name)
                .orElseThrow(() -> new ProblemException(new Problem(
                        422, "BAD_ZONE", "no zone of the time-zone database", "zone", name, ReadTimes.ZONE_FIX)));
    }

    private static @Nullable String text(Map<String, JsonValue> members, String name) {
        return switch (members.get(name)) {
            case JsonValue.JsonText(String text) when !text.isBlank() -> text;
            case JsonValue.JsonText _, JsonValue.JsonNull _ -> null;
            case null -> null;
            case JsonValue.JsonNumber _, JsonValue.JsonBoolean _, JsonValue.JsonArray _, JsonValue.JsonObject _ ->
                throw bad(name, null, name + " is no text", "put it in quotes");
        };
    }

    private static ProblemException bad(String field, @Nullable String value, String detail, String fix) {
        return new ProblemException(new Problem(422, "BAD_FIELD", detail, field, value, fix));
    }
}
