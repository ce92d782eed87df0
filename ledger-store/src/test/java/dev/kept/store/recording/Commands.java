package dev.kept.store.recording;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import java.time.Instant;
import java.util.Map;

/// Commands as a bus delivers them.
final class Commands {
    static final String SOURCE = "erp";
    private static final Instant MADE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant DUE = Instant.parse("2026-03-09T17:00:00Z");

    private Commands() {}

    static RecordFacts.Item made(String commitment, String id) {
        return made(commitment, id, "The order leaves our dock");
    }

    static RecordFacts.Item made(String commitment, String id, String statement) {
        Terms terms = new Terms(
                "ACME",
                Direction.BY_US,
                "employee-5",
                "ship-order",
                statement,
                new Due.At(DUE),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
        return item(new CommitmentCommand.MakeCommitment(claim(commitment, id, MADE), terms));
    }

    static RecordFacts.Item met(String commitment, String id) {
        return item(new CommitmentCommand.ReportMet(claim(commitment, id, DUE)));
    }

    static RecordFacts.Item missed(String commitment, String id) {
        return item(new CommitmentCommand.ReportMissed(claim(commitment, id, DUE), null));
    }

    static CommitmentCommand missedAt(String commitment, String id, Instant at) {
        return new CommitmentCommand.ReportMissed(claim(commitment, id, at), null);
    }

    static RecordFacts.Item traced(String commitment, String id, String correlationId, String causationId) {
        Claim claim = claim(commitment, id, DUE);
        return item(new CommitmentCommand.ReportMet(new Claim(
                claim.commitment(),
                claim.at(),
                null,
                claim.by(),
                null,
                null,
                null,
                claim.key(),
                correlationId,
                causationId,
                Map.of())));
    }

    /// The same fact as a person types it, who has to wait for the promise.
    static RecordFacts.Item typed(RecordFacts.Item item) {
        return new RecordFacts.Item(item.command(), Entrance.INTERACTIVE);
    }

    private static RecordFacts.Item item(CommitmentCommand command) {
        return new RecordFacts.Item(command, Entrance.BUS);
    }

    private static Claim claim(String commitment, String id, Instant at) {
        return new Claim(
                new CommitmentId(commitment),
                at,
                null,
                Party.PROMISOR,
                null,
                null,
                null,
                new IdempotencyKey(SOURCE, id),
                null,
                null,
                Map.of());
    }
}
