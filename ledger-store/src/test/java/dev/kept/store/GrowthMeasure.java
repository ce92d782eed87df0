package dev.kept.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.eventhandling.EventMessage;

/// Measures what a fact costs as the log grows, and what reading all of it costs; a main, not a test.
///
/// Argument: facts in the end. Half of each batch begins new commitments, half goes to commitments drawn from all there
/// are, the case that indexes like least. Prints a line whenever the log has doubled since the last one.
final class GrowthMeasure {
    private static final int BATCH = 1_000;
    private static final int FIRST = 10_000;
    private static final int FETCH = 1_000;
    private static final byte[] PAYLOAD = ("{\"type\":\"met\",\"statement\":\"Order leaves our dock\",\"note\":\""
                    + "x".repeat(280) + "\"}")
            .getBytes(StandardCharsets.UTF_8);

    private final Random random = new Random(42);
    private final Fixture log;
    private long commitments;
    private long facts;

    private GrowthMeasure(Fixture log) {
        this.log = log;
    }

    public static void main(String[] args) throws Exception {
        try (Fixture log = Fixture.fresh()) {
            var measure = new GrowthMeasure(log);
            measure.grow(Long.parseLong(args[0]));
            measure.read();
        }
    }

    private void grow(long total) {
        System.out.printf("%12s %14s %12s%n", "facts", "µs a fact", "slowest ms");
        long mark = FIRST;
        long since = 0;
        long nanos = 0;
        long slowest = 0;
        while (facts < total) {
            List<TaggedEventMessage<EventMessage>> batch = batch();
            long start = System.nanoTime();
            log.append(AppendCondition.none(), batch);
            long took = System.nanoTime() - start;
            nanos += took;
            slowest = Math.max(slowest, took);
            facts += BATCH;
            if (facts >= mark || facts >= total) {
                System.out.printf(
                        Locale.ROOT, "%,12d %14.1f %12.1f%n", facts, nanos / 1e3 / (facts - since), slowest / 1e6);
                since = facts;
                mark = 2 * facts;
                nanos = 0;
                slowest = 0;
            }
        }
    }

    private List<TaggedEventMessage<EventMessage>> batch() {
        List<TaggedEventMessage<EventMessage>> batch = new ArrayList<>(BATCH);
        long millis = System.currentTimeMillis();
        for (int i = 0; i < BATCH; i++) {
            long commitment = i % 2 == 0 ? commitments++ : random.nextLong(commitments);
            UUID id = new UUID(millis << 16 | 0x7000 | i, random.nextLong() >>> 2 | Long.MIN_VALUE);
            batch.add(Fixture.fact(
                    id.toString(),
                    PAYLOAD,
                    Tags.commitment("order-" + commitment),
                    Tags.key("erp", commitment + "-" + (facts + i))));
        }
        return batch;
    }

    private void read() throws SQLException {
        long count = Math.min(facts, 500_000);
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            long raw = cursor(count);
            long middle = System.nanoTime();
            long read = log.reader.stream(-1)
                    .limit(count)
                    .mapToLong(fact -> fact.payload().length)
                    .sum();
            long end = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "raw cursor %,.0f rows/s (%,d bytes), reader %,.0f rows/s (%,d bytes)%n",
                    1e9 * count / (middle - start),
                    raw,
                    1e9 * count / (end - middle),
                    read);
        }
    }

    private long cursor(long count) throws SQLException {
        long bytes = 0;
        try (Connection connection = log.access.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("""
                    select position, fact_id, stream, version, name, revision, at_micros, rec_micros, accepted_micros,
                           payload, meta, salt, leaf_hash
                    from kept_log.fact order by log, position limit ?
                    """)) {
                select.setFetchSize(FETCH);
                select.setLong(1, count);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        rows.getString(2);
                        rows.getString(3);
                        rows.getBytes(11);
                        rows.getBytes(12);
                        rows.getBytes(13);
                        bytes += rows.getBytes(10).length;
                    }
                }
            }
        }
        return bytes;
    }
}
