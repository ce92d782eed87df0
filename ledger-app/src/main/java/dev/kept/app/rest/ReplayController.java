package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.audit.ReplayDocuments;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Folds the whole log again, for auditors; one at a time, because it is work.
@RestController
@RequestMapping("/v1")
class ReplayController {
    private final Ledger ledger;
    private final ReentrantLock one = new ReentrantLock();

    ReplayController(Ledger ledger) {
        this.ledger = ledger;
    }

    @FunctionalInterface
    private interface Work {
        JsonValue run() throws SQLException;
    }

    @PostMapping("/replay:check")
    ResponseEntity<byte[]> check() {
        ledger.awaitViews();
        return alone(() -> ReplayDocuments.check(ledger.processor().replay().check()));
    }

    @PostMapping("/replay:rebuild")
    ResponseEntity<byte[]> rebuild() {
        return alone(() -> ReplayDocuments.rebuilt(ledger.processor().replay().rebuild(_ -> {})));
    }

    private ResponseEntity<byte[]> alone(Work work) {
        if (!one.tryLock()) {
            throw new ProblemException(new Problem(
                    409, "REPLAY_RUNS", "a replay of this ledger is under way", null, null, "wait until it has ended"));
        }
        try {
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(JsonWriter.text(work.run()).getBytes(StandardCharsets.UTF_8));
        } catch (SQLException failure) {
            throw new IllegalStateException("the log cannot be replayed: " + failure.getMessage(), failure);
        } finally {
            one.unlock();
        }
    }
}
