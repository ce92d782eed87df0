package dev.kept.benchmarks.store;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A fact and its key as the log has stored them, to be written again without the log.
public record RawRow(
        long position,
        UUID factId,
        String stream,
        int version,
        String name,
        int revision,
        long atMicros,
        long recMicros,
        long acceptedMicros,
        byte[] payload,
        byte[] meta,
        byte[] salt,
        byte[] leaf,
        String source,
        String sourceId) {
    private static final int PAGE = 1_000;

    /// The log's first facts.
    public static List<RawRow> first(FactReader log, int count) {
        List<RawRow> rows = new ArrayList<>(count);
        while (rows.size() < count) {
            List<StoredFact> page = log.after(rows.size() - 1, Math.min(PAGE, count - rows.size()));
            if (page.isEmpty()) {
                throw new IllegalStateException("the log has only " + rows.size() + " of " + count + " facts");
            }
            page.forEach(fact -> rows.add(of(fact)));
        }
        return rows;
    }

    private static RawRow of(StoredFact fact) {
        Map<String, String> meta = StockConverter.read(fact.meta());
        return new RawRow(
                fact.position(),
                UUID.fromString(fact.factId()),
                fact.stream(),
                fact.version(),
                fact.name(),
                fact.revision(),
                micros(fact.at()),
                micros(fact.rec()),
                micros(fact.acceptedAt()),
                fact.payload(),
                fact.meta(),
                fact.salt(),
                fact.leafHash().bytes(),
                meta.getOrDefault("source", ""),
                meta.getOrDefault("id", ""));
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }
}
