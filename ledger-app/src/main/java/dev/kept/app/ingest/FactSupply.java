package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.store.StoredFact;
import java.time.Duration;
import java.util.List;

/// What a feed makes of the log's facts, in the order of their positions.
record FactSupply(Ledger ledger, Feed feed) implements Supply {
    private static final int BATCH = 500;
    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);

    @Override
    public Page after(long position) throws InterruptedException {
        List<StoredFact> batch = ledger.log().follow(position, BATCH);
        if (batch.isEmpty()) {
            ledger.log().awaitBeyond(position, IDLE_WAIT);
            return new Page(List.of(), position);
        }
        List<StoredFact> facts = ledger.log()
                .opened(batch.stream().filter(StoredFact::isOfCommitment).toList());
        return new Page(
                facts.isEmpty() ? List.of() : feed.records(facts),
                batch.getLast().position());
    }
}
