package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.erasure.PersonErasure;
import dev.kept.app.support.erasure.PersonErasure.Outcome;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Erases the personal text of a person: one asks, another one confirms.
@RestController
@RequestMapping("/v1")
class ErasureController {
    private final Ledger ledger;

    ErasureController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/persons/{id}/erasure")
    ResponseEntity<byte[]> pending(@PathVariable("id") String id) {
        return answer(erasure().pending(id));
    }

    @PostMapping("/persons/{id}/erasure")
    ResponseEntity<byte[]> request(@PathVariable("id") String id, HttpServletRequest request) throws IOException {
        return answer(erasure().request(id, by(request)));
    }

    @PostMapping("/persons/{id}/erasure:confirm")
    ResponseEntity<byte[]> confirm(@PathVariable("id") String id, HttpServletRequest request) throws IOException {
        return answer(erasure().confirm(id, by(request)));
    }

    private PersonErasure erasure() {
        return new PersonErasure(ledger, ledger.keys());
    }

    private static String by(HttpServletRequest request) throws IOException {
        byte[] body = Bodies.read(request);
        Bodies.json(body);
        return JsonReader.readTrusted(body) instanceof JsonObject object
                        && object.get("by") instanceof JsonText(String by)
                ? by
                : "";
    }

    private static ResponseEntity<byte[]> answer(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            throw new ProblemException(new Problem(
                    status(refused.code()),
                    refused.code(),
                    refused.detail(),
                    refused.field(),
                    refused.value(),
                    refused.fix()));
        }
        JsonValue document = PersonErasure.json(outcome);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.text(document).getBytes(StandardCharsets.UTF_8));
    }

    private static int status(String code) {
        return switch (code) {
            case "UNKNOWN_PERSON", "NOT_REQUESTED" -> 404;
            case "SELF_APPROVAL" -> 403;
            case "ALREADY_REQUESTED" -> 409;
            default -> 422;
        };
    }
}
