package dev.kept.verify;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.fact.Direction;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Computes outcomes and scores again from the facts themselves, one commitment after the other.
///
/// What is kept between commitments is one sum a customer and direction, so memory grows with the number of parties
/// and not with that of facts.
final class Recount {
    private final Policy policy;
    private final long asOf;
    private final @Nullable String only;
    private final Map<String, ScoreState> states = new TreeMap<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long commitments;

    Recount(Policy policy, BundleHead head) {
        this.policy = policy;
        this.asOf = head.asOf().getEpochSecond();
        this.only = head.customer();
    }

    /// The event of a fact; empty if it is about no commitment.
    ///
    /// @throws IllegalStateException if its content cannot be read
    static Optional<CommitmentEvent> event(String tenant, Entry entry, Opening opening) {
        if (EventCatalog.ofEventName(entry.type()).isEmpty()) {
            return Optional.empty();
        }
        if (!(JsonReader.readTrusted(opening.meta()) instanceof JsonObject object)) {
            throw new IllegalStateException("the metadata are no object");
        }
        Map<String, String> meta = HashMap.newHashMap(object.members().size());
        object.members().forEach((name, value) -> {
            if (value instanceof JsonText(String text)) {
                meta.put(name, text);
            }
        });
        return Optional.of(EventJson.read(new EventJson.Stored(
                tenant, entry.factId(), entry.type(), entry.acceptedAt(), opening.payload(), meta)));
    }

    /// How a commitment stood; empty if nothing was known of it by then.
    static Optional<Standing> standing(List<CommitmentEvent> events, long asOf) {
        return Standing.of(FactsOf.within(events, asOf, asOf), asOf, Long.MAX_VALUE);
    }

    /// @param events all of one commitment
    void add(List<CommitmentEvent> events) {
        List<Fact> facts = FactsOf.within(events, asOf, asOf);
        Optional<Standing> standing = Standing.of(facts, asOf, Long.MAX_VALUE);
        if (standing.isEmpty() || only != null && !only.equals(standing.get().customer())) {
            return;
        }
        commitments++;
        outcomes.merge(standing.get().outcome(), 1L, Long::sum);
        EffectiveFacts effective = EffectiveFacts.of(facts, policy.backdateSeconds());
        Fact made = effective.made();
        if (made != null) {
            String customer = made.details().customer();
            Direction direction = made.details().direction();
            if (customer != null && direction != null) {
                states.computeIfAbsent(key(customer, direction.name()), _ -> new ScoreState())
                        .addAll(Scores.entries(effective, policy));
            }
        }
    }

    private static String key(String customer, String direction) {
        return direction + " " + customer;
    }

    long commitments() {
        return commitments;
    }

    /// Compares what the ledger answered with what its facts come to.
    ///
    /// @param claims lines as [BundleChunks#outcomes] and [BundleChunks#score] make them
    /// @return how many scores were compared
    long compare(List<String> claims) {
        Map<String, ScoreState> unclaimed = new TreeMap<>(states);
        long scores = 0;
        for (String claim : claims) {
            if (claim.startsWith("{\"outcomes\"")) {
                requireEqual(
                        "OUTCOMES_DIFFER", "the outcomes of all commitments", claim, BundleChunks.outcomes(outcomes));
                continue;
            }
            if (!(JsonReader.readTrusted(claim.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object)
                    || !(object.get("customer") instanceof JsonText(String customer))
                    || !(object.get("direction") instanceof JsonText(String direction))) {
                throw new NotVerified(Verdict.Failed.of("MALFORMED", "a score in the bundle cannot be read: " + claim));
            }
            ScoreState state = unclaimed.remove(key(customer, direction));
            Score score = Scores.read(state == null ? new ScoreState() : state, policy, Scores.day(asOf));
            requireEqual(
                    "SCORE_DIFFERS",
                    "the score of " + customer + " (" + direction + ")",
                    claim,
                    BundleChunks.score(customer, direction, score));
            scores++;
        }
        if (!unclaimed.isEmpty()) {
            throw new NotVerified(Verdict.Failed.of(
                    "SCORE_MISSING",
                    "the bundle has no score of "
                            + unclaimed.keySet().iterator().next() + ", but facts for one"));
        }
        return scores;
    }

    private static void requireEqual(String code, String what, String claimed, String computed) {
        if (!claimed.equals(computed)) {
            throw new NotVerified(Verdict.Failed.of(
                    code, what + ": the ledger answered " + claimed + ", its facts come to " + computed));
        }
    }

    /// A readable summary, such as `3 MET, 1 OPEN`.
    String summary() {
        List<String> words = new ArrayList<>();
        outcomes.forEach((outcome, count) -> words.add(count + " " + outcome));
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
