package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.Comparison;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Reads keep-your-word scores, each with the hash of its policy and the reasons that add up to it: of a customer, of a
/// promisor, of any roll-up. With a policy as the body of a POST it reads them under that policy; nothing is written.
@RestController
@RequestMapping("/v1")
class ScoreController {
    private static final int DEFAULT_ROWS = 20;
    private static final int MAX_ROWS = 10_000;

    private final Ledger ledger;
    private final Semaphore comparing = new Semaphore(1);

    ScoreController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/score")
    ResponseEntity<byte[]> all(HttpServletRequest request) {
        ScoreQuery query = query(request);
        return score(query, query.filter(null, null), query.named());
    }

    @PostMapping("/score")
    ResponseEntity<byte[]> allUnder(HttpServletRequest request) throws IOException {
        ScoreQuery query = query(request);
        return score(query, query.filter(null, null), query.sent());
    }

    @GetMapping("/customers/{id}/score")
    ResponseEntity<byte[]> customer(@PathVariable("id") String id, HttpServletRequest request) {
        ScoreQuery query = query(request);
        return score(query, query.filter(id, null), query.named());
    }

    @PostMapping("/customers/{id}/score")
    ResponseEntity<byte[]> customerUnder(@PathVariable("id") String id, HttpServletRequest request) throws IOException {
        ScoreQuery query = query(request);
        return score(query, query.filter(id, null), query.sent());
    }

    @GetMapping("/promisors/{id}/score")
    ResponseEntity<byte[]> promisor(@PathVariable("id") String id, HttpServletRequest request) {
        ScoreQuery query = query(request);
        return score(query, query.filter(null, id), query.named());
    }

    @PostMapping("/promisors/{id}/score")
    ResponseEntity<byte[]> promisorUnder(@PathVariable("id") String id, HttpServletRequest request) throws IOException {
        ScoreQuery query = query(request);
        return score(query, query.filter(null, id), query.sent());
    }

    @GetMapping("/score/history")
    ResponseEntity<byte[]> history(HttpServletRequest request) {
        return history(null, null, request);
    }

    @GetMapping("/customers/{id}/history")
    ResponseEntity<byte[]> customerHistory(@PathVariable("id") String id, HttpServletRequest request) {
        return history(id, null, request);
    }

    @GetMapping("/promisors/{id}/history")
    ResponseEntity<byte[]> promisorHistory(@PathVariable("id") String id, HttpServletRequest request) {
        return history(null, id, request);
    }

    @GetMapping("/score/restatements")
    ResponseEntity<byte[]> restatements(HttpServletRequest request) {
        return restatements(null, null, request);
    }

    @GetMapping("/customers/{id}/restatements")
    ResponseEntity<byte[]> customerRestatements(@PathVariable("id") String id, HttpServletRequest request) {
        return restatements(id, null, request);
    }

    @GetMapping("/promisors/{id}/restatements")
    ResponseEntity<byte[]> promisorRestatements(@PathVariable("id") String id, HttpServletRequest request) {
        return restatements(null, id, request);
    }

    private ScoreQuery query(HttpServletRequest request) {
        return new ScoreQuery(request, ledger.clock().instant());
    }

    private ResponseEntity<byte[]> score(ScoreQuery query, CommitmentFilter filter, Policy policy) {
        ReadAt at = query.at();
        Documents.Reasons reasons = query.reasons();
        ledger.awaitViews();
        Score.Explained explained = reasons == Documents.Reasons.NONE
                ? new Score.Explained(ledger.scores().score(filter, policy, at), List.of())
                : ledger.scores().explain(filter, policy, at);
        return json(Documents.score(explained, policy, at, reasons));
    }

    private ResponseEntity<byte[]> history(
            @Nullable String customer, @Nullable String promisor, HttpServletRequest request) {
        ScoreQuery query = query(request);
        CommitmentFilter filter = query.filter(customer, promisor);
        Policy policy = query.named();
        var times = query.times();
        ledger.awaitViews();
        return json(Documents.history(
                ledger.scores().history(filter, policy, times, query.at().knownAt()),
                policy,
                query.at().knownAt()));
    }

    private ResponseEntity<byte[]> restatements(
            @Nullable String customer, @Nullable String promisor, HttpServletRequest request) {
        ScoreQuery query = query(request);
        CommitmentFilter filter = query.filter(customer, promisor);
        Policy policy = query.named();
        var times = query.times();
        ledger.awaitViews();
        return json(Documents.restatements(
                ledger.scores().restatements(filter, policy, times, query.at().knownAt()),
                policy,
                query.at().knownAt()));
    }

    @GetMapping("/policies")
    ResponseEntity<byte[]> policies() {
        Policy policy = Policy.kyw1();
        JsonWriter out = new JsonWriter()
                .beginObject()
                .beginArray("items")
                .beginObject()
                .member("id", policy.id())
                .member("hash", policy.hash())
                .member("explanation", policy.explanation())
                .member("policy", JsonReader.readTrusted(policy.canonicalJson().getBytes(StandardCharsets.UTF_8)))
                .endObject()
                .endArray();
        return json(Documents.value(out));
    }

    /// One at a time: it reads the whole log.
    ///
    /// @param id the policy that the one in the body is compared with
    @PostMapping("/policies/{id}:whatif")
    ResponseEntity<byte[]> whatIf(@PathVariable("id") String id, HttpServletRequest request) throws IOException {
        if (!id.equals(Policy.kyw1().id())) {
            throw new ProblemException(new Problem(
                    404, "UNKNOWN_POLICY", "there is no policy of this name", "id", id, "look at /v1/policies"));
        }
        ScoreQuery query = query(request);
        Policy tried = query.sent();
        Comparison.By by = query.choice("by", Comparison.By.values(), Comparison.By.CUSTOMER);
        int rows = query.number("rows", DEFAULT_ROWS, 0, MAX_ROWS);
        ReadAt at = query.at();
        if (!comparing.tryAcquire()) {
            throw new ProblemException(new Problem(
                    429, "BUSY", "another comparison of policies is being made", null, null, "try again in a minute"));
        }
        try {
            ledger.awaitViews();
            Comparison comparison = ledger.whatIf().compare(Policy.kyw1(), tried, by, at, _ -> {});
            return json(Documents.comparison(comparison, rows));
        } finally {
            comparing.release();
        }
    }

    private static ResponseEntity<byte[]> json(JsonValue document) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JsonWriter.bytes(document));
    }
}
