package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.outgoing.Webhooks;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Registers the endpoints that are told of warnings and changed outcomes. A secret is shown once, when it is made.
@RestController
@RequestMapping("/v1/webhooks")
class WebhookController {
    private static final int DEFAULT_OVERLAP_HOURS = 24;
    private static final int MAX_OVERLAP_HOURS = 168;
    private static final Set<String> FIELDS = Set.of("url", "events");

    private final Webhooks webhooks;

    WebhookController(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @PostMapping
    ResponseEntity<byte[]> add(HttpServletRequest request) throws IOException {
        if (!(Bodies.json(Bodies.read(request)) instanceof JsonValue.JsonObject(Map<String, JsonValue> members))) {
            throw bad("(body)", null, "the body is no object", "send {\"url\":\"https://hooks.example.com/kept\"}");
        }
        for (String name : members.keySet()) {
            if (!FIELDS.contains(name)) {
                throw bad(name, null, "there is no such field", "send url, and events if you like");
            }
        }
        if (!(members.get("url") instanceof JsonValue.JsonText(String url))) {
            throw bad("url", null, "the address is missing", "add \"url\": \"https://hooks.example.com/kept\"");
        }
        try {
            return shown(201, webhooks.add(url, events(members.get("events"))));
        } catch (Webhooks.NotAccepted no) {
            throw bad(no.field(), no.value(), String.valueOf(no.getMessage()), no.fix());
        }
    }

    private static Set<String> events(@Nullable JsonValue value) {
        if (value == null || value instanceof JsonValue.JsonNull) {
            return Set.of();
        }
        if (!(value instanceof JsonValue.JsonArray(List<JsonValue> items))) {
            throw bad("events", null, "events is no list", "write it like [\"warning.*\",\"outcome.changed\"]");
        }
        Set<String> events = new HashSet<>();
        for (JsonValue item : items) {
            if (!(item instanceof JsonValue.JsonText(String name))) {
                throw bad("events", null, "one of the events is no text", "put it in quotes");
            }
            events.add(name);
        }
        return events;
    }

    @GetMapping
    ResponseEntity<byte[]> list() {
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        for (Webhooks.Endpoint endpoint : webhooks.all()) {
            out.beginObject();
            write(out, endpoint);
            out.endObject();
        }
        return answer(200, out.endArray());
    }

    @PostMapping("/{id}/rotate")
    ResponseEntity<byte[]> rotate(
            @PathVariable("id") String id,
            @RequestParam(name = "overlapHours", required = false) @Nullable String overlapHours) {
        int hours = overlapHours == null ? DEFAULT_OVERLAP_HOURS : hours(overlapHours);
        return shown(200, webhooks.rotate(id, Duration.ofHours(hours)).orElseThrow(() -> unknown(id)));
    }

    private static int hours(String text) {
        int hours = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        if (hours < 0 || hours > MAX_OVERLAP_HOURS) {
            throw bad(
                    "overlapHours",
                    text,
                    "overlapHours is no number from 0 to " + MAX_OVERLAP_HOURS,
                    "write overlapHours=" + DEFAULT_OVERLAP_HOURS);
        }
        return hours;
    }

    @PostMapping("/{id}/enable")
    ResponseEntity<byte[]> enable(@PathVariable("id") String id) {
        JsonWriter out = new JsonWriter().beginObject();
        write(out, webhooks.enable(id).orElseThrow(() -> unknown(id)));
        return answer(200, out);
    }

    @PostMapping("/{id}/test")
    ResponseEntity<byte[]> test(@PathVariable("id") String id) {
        Webhooks.Tried tried = webhooks.test(id).orElseThrow(() -> unknown(id));
        JsonWriter out = new JsonWriter().beginObject();
        out.member("delivered", tried.delivered());
        out.member("status", tried.status() == 0 ? null : Long.valueOf(tried.status()));
        out.member("failure", tried.failure());
        return answer(200, out);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<byte[]> remove(@PathVariable("id") String id) {
        if (!webhooks.remove(id)) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<byte[]> shown(int status, Webhooks.Shown shown) {
        JsonWriter out = new JsonWriter().beginObject();
        write(out, shown.endpoint());
        out.member("secret", shown.secret());
        return answer(status, out);
    }

    private static ResponseEntity<byte[]> answer(int status, JsonWriter out) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(Documents.value(out)));
    }

    private static void write(JsonWriter out, Webhooks.Endpoint endpoint) {
        out.member("id", endpoint.id());
        out.member("url", endpoint.url());
        out.beginArray("events");
        endpoint.events().forEach(event -> out.value(new JsonValue.JsonText(event)));
        out.endArray();
        out.member("status", endpoint.disabled() != null ? "disabled" : endpoint.attempts() > 0 ? "retrying" : "ok");
        out.member("createdAt", endpoint.created().toString());
        out.member("delivered", Long.valueOf(endpoint.delivered()));
        out.member("deliveredAt", text(endpoint.deliveredAt()));
        out.member("behind", Long.valueOf(endpoint.behind()));
        out.member("attempts", Long.valueOf(endpoint.attempts()));
        out.member("nextTryAt", text(endpoint.nextTry()));
        out.member("failure", endpoint.failure());
        out.member("disabled", endpoint.disabled());
        out.member("oldSecretUntil", text(endpoint.oldSecretUntil()));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(new Problem(
                404, "UNKNOWN_WEBHOOK", "there is no webhook of this id", "id", id, "look at /v1/webhooks"));
    }

    private static ProblemException bad(String field, @Nullable String value, String detail, String fix) {
        return new ProblemException(new Problem(422, "BAD_FIELD", detail, field, value, fix));
    }
}
