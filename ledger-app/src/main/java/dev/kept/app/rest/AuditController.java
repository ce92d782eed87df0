package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.support.audit.AuditDocuments;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.reliability.KnowledgeDiff;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Shows auditors what later knowledge changed, and single facts with their stored bytes and hashes.
@RestController
@RequestMapping("/v1")
class AuditController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Ledger ledger;

    AuditController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/diff")
    ResponseEntity<byte[]> diff(HttpServletRequest request) {
        return diff(null, request);
    }

    @GetMapping("/customers/{id}/diff")
    ResponseEntity<byte[]> customerDiff(@PathVariable("id") String id, HttpServletRequest request) {
        return diff(id, request);
    }

    @GetMapping("/log/facts/{position}")
    ResponseEntity<byte[]> fact(@PathVariable("position") String position) {
        if (!position.matches("[0-9]{1,15}")) {
            throw ScoreQuery.bad("position is no position of the log", "position", position, "write 0 for the first");
        }
        return json(ledger.facts()
                .at(Long.parseLong(position))
                .map(AuditDocuments::fact)
                .orElseThrow(() -> new ProblemException(new Problem(
                        404,
                        "UNKNOWN_FACT",
                        "the log does not reach so far",
                        "position",
                        position,
                        "the log has " + ledger.log().head().size() + " facts, the first at 0"))));
    }

    private ResponseEntity<byte[]> diff(@Nullable String customer, HttpServletRequest request) {
        Instant clock = ledger.clock().instant();
        ScoreQuery query = new ScoreQuery(request, clock);
        String then = request.getParameter("knownThen");
        if (then == null) {
            throw ScoreQuery.bad(
                    "knownThen says when the earlier knowledge ends",
                    "knownThen",
                    "",
                    "write knownThen=2026-06-30T00:00:00Z");
        }
        Instant knownThen = ReadTimes.instant("knownThen", then, clock);
        String now = request.getParameter("knownNow");
        Instant knownNow = now == null ? clock : ReadTimes.instant("knownNow", now, clock);
        if (knownThen.isAfter(knownNow)) {
            throw ScoreQuery.bad(
                    "knownThen comes after knownNow", "knownThen", then, "exchange them: the earlier one is knownThen");
        }
        String at = request.getParameter("asOf");
        Instant asOf = at == null ? knownNow : ReadTimes.instant("asOf", at, clock);
        int limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        byte[] after = request.getParameter("after") == null ? null : utf8(request.getParameter("after"));
        ledger.awaitViews();
        List<KnowledgeDiff.Change> changes = new ArrayList<>();
        boolean[] more = {false};
        KnowledgeDiff.Summary summary = ledger.diff()
                .read(
                        new KnowledgeDiff.Question(
                                customer == null ? request.getParameter("customer") : customer,
                                asOf,
                                knownThen,
                                knownNow),
                        query.named(),
                        change -> {
                            if (after == null || Arrays.compareUnsigned(utf8(change.commitment()), after) > 0) {
                                if (changes.size() < limit) {
                                    changes.add(change);
                                } else {
                                    more[0] = true;
                                }
                            }
                        });
        return json(AuditDocuments.diff(
                summary, changes, more[0] ? changes.getLast().commitment() : null));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ResponseEntity<byte[]> json(JsonValue value) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(utf8(JsonWriter.text(value)));
    }
}
