package dev.kept.app.rest;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads keep-your-word scores, each with the hash of its policy and the reasons that add up to it.
@RestController
@RequestMapping("/v1")
class ScoreController {
    private final Ledger ledger;

    ScoreController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/customers/{id}/score")
    ResponseEntity<byte[]> customer(
            @PathVariable("id") String id,
            @RequestParam(name = "promisor", required = false) @Nullable String promisor,
            @RequestParam(name = "direction", required = false) @Nullable String direction,
            @RequestParam(name = "policy", required = false) @Nullable String policy,
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt) {
        return score(id, promisor, direction, policy, asOf, knownAt);
    }

    @GetMapping("/promisors/{id}/score")
    ResponseEntity<byte[]> promisor(
            @PathVariable("id") String id,
            @RequestParam(name = "direction", required = false) @Nullable String direction,
            @RequestParam(name = "policy", required = false) @Nullable String policy,
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt) {
        return score(null, id, direction, policy, asOf, knownAt);
    }

    private ResponseEntity<byte[]> score(
            @Nullable String customer,
            @Nullable String promisor,
            @Nullable String direction,
            @Nullable String policy,
            @Nullable String asOf,
            @Nullable String knownAt) {
        ReadAt at = ReadTimes.parse(asOf, knownAt, ledger.clock().instant());
        CommitmentFilter filter =
                new CommitmentFilter(customer, promisor, null, direction(direction), null, null, null);
        Policy wanted = policy(policy);
        ledger.awaitViews();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(ledger.scores().explain(filter, wanted, at).toJson().getBytes(StandardCharsets.UTF_8));
    }

    private static Direction direction(@Nullable String name) {
        if (name == null) {
            return Direction.BY_US;
        }
        for (Direction direction : Direction.values()) {
            if (direction.name().equalsIgnoreCase(name)) {
                return direction;
            }
        }
        throw new ProblemException(new Problem(
                422, "BAD_FIELD", "unknown direction", "direction", name, "use by_us, by_customer or by_supplier"));
    }

    private static Policy policy(@Nullable String id) {
        Policy builtIn = Policy.kyw1();
        if (id != null && !id.equals(builtIn.id())) {
            throw new ProblemException(
                    new Problem(404, "UNKNOWN_POLICY", "no policy has this id", "policy", id, "use " + builtIn.id()));
        }
        return builtIn;
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
                .member("policy", JsonReader.readTrusted(policy.canonicalJson().getBytes(StandardCharsets.UTF_8)))
                .endObject()
                .endArray()
                .endObject();
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(out.toBytes());
    }
}
