package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.intake.Sources;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.audit.Proofs;
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
    private final Proofs proofs;

    HealthController(Ledger ledger, Sources sources, Proofs proofs) {
        this.proofs = proofs;
        this.ledger = ledger;
        this.sources = sources;
    }

    /// @return whether somebody has to look
    private static boolean proof(JsonWriter out, Proofs.Health health) {
        out.beginObject("proof")
                .member("status", health.alarm() == null ? "UP" : "ALARM")
                .member("alarm", health.alarm());
        if (!health.witnesses().isEmpty()) {
            out.beginArray("witnesses");
            for (Proofs.WitnessState witness : health.witnesses()) {
                out.beginObject()
                        .member("name", witness.name())
                        .member("cosigned", Long.valueOf(witness.size()))
                        .member("unwitnessedSeconds", Long.valueOf(witness.unwitnessedSeconds()))
                        .member("trouble", witness.trouble())
                        .endObject();
            }
            out.endArray();
        }
        out.endObject();
        return health.alarm() != null;
    }

    @GetMapping("/v1/health")
    ResponseEntity<byte[]> health() {
        JsonWriter out = new JsonWriter().beginObject();
        boolean up = true;
        boolean proofAlarm = false;
        try {
            long size = ledger.log().head().size();
            long viewed = ledger.processor().position() + 1;
            out.member("tenant", ledger.tenant());
            out.member("database", "UP");
            out.member("facts", Long.valueOf(size));
            out.member("viewsBehind", Long.valueOf(Math.max(0, size - viewed)));
            proofAlarm = proof(out, proofs.health(size));
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
        out.member("status", up ? reading && !proofAlarm ? "UP" : "DEGRADED" : "DOWN");
        return ResponseEntity.status(up ? 200 : 503)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(Documents.value(out)));
    }
}
