package dev.kept.benchmarks.store;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The workload: orders promised and kept, two facts a commitment, as an ERP system's bus delivers them.
///
/// @param prefix sets these orders apart from those of every other measurement
record Orders(String prefix) {
    static final String SOURCE = "erp";

    private static final Instant MADE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant DUE = Instant.parse("2026-03-09T17:00:00Z");
    private static final int HALF = RecordFacts.MAX_ITEMS / 2;

    String order(long number) {
        return prefix + "-" + number;
    }

    RecordFacts.Item made(String order) {
        Terms terms = new Terms(
                "VINET",
                Direction.BY_US,
                "employee-5",
                "ship-order",
                "The order leaves our dock, complete and undamaged",
                new Due.At(DUE),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of("carrier", "shipper-3"));
        return item(new CommitmentCommand.MakeCommitment(claim(order, order + "-made", MADE), terms));
    }

    RecordFacts.Item met(String order) {
        return met(order, order + "-met");
    }

    RecordFacts.Item met(String order, String id) {
        return item(new CommitmentCommand.ReportMet(claim(order, id, DUE)));
    }

    /// What a caller sends next: it makes a promise, then keeps it.
    RecordFacts.Item next(int caller, int number) {
        String order = prefix + "-" + caller + "-" + number / 2;
        return number % 2 == 0 ? made(order) : met(order);
    }

    /// A thousand facts of an import: new orders are promised, those of the batch before are kept. The first batch
    /// keeps orders that nobody has promised, which a bus may deliver.
    List<RecordFacts.Item> batch(int number) {
        List<RecordFacts.Item> items = new ArrayList<>(RecordFacts.MAX_ITEMS);
        long first = (long) number * HALF;
        for (long i = first; i < first + HALF; i++) {
            items.add(made(order(i)));
            items.add(met(order(i - HALF)));
        }
        return items;
    }

    private static RecordFacts.Item item(CommitmentCommand command) {
        return new RecordFacts.Item(command, Entrance.BUS);
    }

    private static Claim claim(String order, String id, Instant at) {
        return new Claim(
                new CommitmentId(order),
                at,
                null,
                Party.PROMISOR,
                "user:7",
                null,
                null,
                new IdempotencyKey(SOURCE, id),
                null,
                null,
                Map.of());
    }
}
