package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.intake.Sources;
import dev.kept.domain.json.JsonWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says whether the ledger can write and how far its views are.
@RestController
class HealthController {
    private static final Logger LOGGER = LoggerFactory.getLogger(HealthController.class);

    private final Ledger ledger;
    private final Sources sources;

    HealthController(Ledger ledger, Sources sources) {
        this.ledger = ledger;
        this.sources = sources;
    }

    @GetMapping("/v1/health")
    ResponseEntity<byte[]> health() {
        JsonWriter out = new JsonWriter().beginObject();
        boolean up = true;
        try {
            long size = ledger.log().head().size();
            long viewed = ledger.processor().position() + 1;
            out.member("tenant", ledger.tenant());
            out.member("database", "UP");
            out.member("facts", Long.valueOf(size));
            out.member("viewsBehind", Long.valueOf(Math.max(0, size - viewed)));
        } catch (RuntimeException failure) {
            LOGGER.warn("the database does not answer: {}", failure.getMessage());
            out.member("database", "DOWN");
            up = false;
        }
        boolean reading = true;
        Sources.Health kafka = sources.health().orElse(null);
        if (kafka != null) {
            out.member("kafka", kafka.kafka());
            out.member("paused", kafka.paused());
            reading = kafka.up() && kafka.paused() == null;
        }
        out.member("status", up ? reading ? "UP" : "DEGRADED" : "DOWN");
        return ResponseEntity.status(up ? 200 : 503)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(Documents.value(out)));
    }
}
