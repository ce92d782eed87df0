package dev.kept.app.importing;

import dev.kept.app.support.LineSink;
import dev.kept.app.support.MemoryLedger;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A ledger in memory that remembers the batches it was given and can become unreachable.
final class RecordingSink implements LineSink {
    static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    final MemoryLedger ledger = new MemoryLedger("acme", InstantSource.fixed(NOW));
    final List<Integer> batches = new ArrayList<>();
    int batchesUntilLost = Integer.MAX_VALUE;

    @Override
    public List<LineAnswer> record(List<SourceLine> lines) {
        if (batches.size() == batchesUntilLost) {
            throw new LedgerUnavailable("no ledger at 127.0.0.1:8080", new java.io.IOException("Connection refused"));
        }
        batches.add(lines.size());
        return ledger.record(lines);
    }

    Optional<Standing> standing(String commitment, Instant asOf) {
        return ledger.states().entrySet().stream()
                .filter(entry -> entry.getKey().value().equals(commitment))
                .findFirst()
                .flatMap(entry ->
                        Standing.of(entry.getValue().facts(), asOf.getEpochSecond(), Instant.MAX.getEpochSecond()));
    }

    /// How many commitments stand at each outcome.
    Map<Outcome, Integer> outcomes(Instant asOf) {
        Map<Outcome, Integer> outcomes = new TreeMap<>();
        ledger.states()
                .values()
                .forEach(state -> Standing.of(state.facts(), asOf.getEpochSecond(), Instant.MAX.getEpochSecond())
                        .ifPresent(standing -> outcomes.merge(standing.outcome(), 1, Integer::sum)));
        return outcomes;
    }
}
