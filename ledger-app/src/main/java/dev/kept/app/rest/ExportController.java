package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.projections.commitment.ExportedFact;
import dev.kept.store.StoredFact;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Hands out the log as it stands, a page at a time.
@RestController
@RequestMapping("/v1")
class ExportController {
    private static final int MAX_LIMIT = 1_000;

    private final Ledger ledger;

    ExportController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/log/facts")
    ResponseEntity<byte[]> facts(HttpServletRequest request) {
        String asked = request.getParameter("after");
        String after = asked == null ? "-1" : asked;
        if (!after.matches("-1|[0-9]{1,15}")) {
            throw ScoreQuery.bad("after is no position", "after", after, "write after=-1 to begin");
        }
        int limit = new ScoreQuery(request, ledger.clock().instant()).number("limit", MAX_LIMIT, 1, MAX_LIMIT);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredFact fact : ledger.log().after(Long.parseLong(after), limit)) {
            lines.writeBytes(ExportedFact.line(fact));
            lines.write('\n');
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(lines.toByteArray());
    }
}
