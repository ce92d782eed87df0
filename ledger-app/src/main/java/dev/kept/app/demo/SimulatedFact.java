package dev.kept.app.demo;

import dev.kept.api.commitment.CommitmentCommand;
import java.time.Instant;
import java.util.Comparator;

/// One fact and when it reaches the ledger, which need not be the order in which things happened.
public record SimulatedFact(Instant arrival, CommitmentCommand command) {
    static final Comparator<SimulatedFact> BY_ARRIVAL = Comparator.comparing(SimulatedFact::arrival)
            .thenComparing(fact -> fact.command().claim().key().id());
}
