package dev.kept.app.demo;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The facts of one simulated commitment, as they are being written.
final class Course {
    private final String commitment;
    private final String source;
    private final List<SimulatedFact> facts = new ArrayList<>();
    private int number;

    Course(String commitment, String source) {
        this.commitment = commitment;
        this.source = source;
    }

    List<SimulatedFact> facts() {
        return facts;
    }

    /// Who says a fact and how well it is proven.
    record Voice(
            Party by,
            @Nullable String actor,
            Evidence evidence,
            @Nullable String reference) {
        static Voice system() {
            return new Voice(Party.PROMISOR, null, Evidence.SYSTEM, null);
        }

        static Voice own(String actor) {
            return new Voice(Party.PROMISOR, actor, Evidence.SELF, null);
        }

        static Voice customer() {
            return new Voice(Party.PROMISEE, null, Evidence.CONFIRMED, null);
        }

        static Voice office(String actor, String reference) {
            return new Voice(Party.PROMISOR, actor, Evidence.SYSTEM, reference);
        }
    }

    /// Adds a fact that happened at `at` and reaches the ledger `later`.
    ///
    /// @return its key, for facts that speak of it
    IdempotencyKey add(Instant at, Duration later, Voice voice, Function<Claim, CommitmentCommand> command) {
        IdempotencyKey key = new IdempotencyKey(source, commitment + "-" + number++);
        Instant arrival = at.plus(later);
        Claim claim = new Claim(
                new CommitmentId(commitment),
                at,
                arrival,
                voice.by(),
                voice.actor(),
                voice.evidence(),
                voice.reference(),
                key,
                null,
                null,
                Map.of());
        facts.add(new SimulatedFact(arrival, command.apply(claim)));
        return key;
    }
}
