package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.junit.jupiter.api.Test;

/// Plans are made once, so those of a log that has just begun must still be good when it has grown, and before the
/// database has looked at its tables by itself.
class FreshLogIT {
    private static final int FIRST = 30;
    private static final int BATCHES = 40;
    private static final int BATCH = 100;

    @Test
    void whatIsReadOfAGrowingLogIsWhatWasAskedFor() throws SQLException {
        Fixture log = Fixture.fresh();
        try (log) {
            // given a log that begins with single facts, and every statement planned for those few
            for (int i = 0; i < FIRST; i++) {
                decideAndAppend(log, "first-" + i, 1);
            }
            // when it grows
            for (int i = 0; i < BATCHES; i++) {
                decideAndAppend(log, "then-" + i, BATCH);
            }
            // then the database has looked at its tables without waiting for its own time to do so
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            log.number("select reltuples::bigint from pg_class where oid = 'kept_log.fact'::regclass")
                                    >= Statistics.FROM);
        }
        // and no lookup has walked the log: they were for facts that are not there yet. Before there was anything to
        // look at, an older server may do with the wrong index.
        assertThat(log.number("select idx_tup_fetch + seq_tup_read from pg_stat_all_tables"
                        + " where relid = 'kept_log.fact'::regclass"))
                .isLessThan(5L * Statistics.FROM);
    }

    /// As the recorder does: sources the streams, appends to them; and reads them as the views do.
    private static void decideAndAppend(Fixture log, String name, int facts) {
        List<String> commitments =
                IntStream.range(0, facts).mapToObj(i -> name + "-" + i).toList();
        assertThat(log.reader.streams(commitments.stream().map(Drafts::streamOf).toList()))
                .isEmpty();
        assertThat(log.source(EventCriteria.either(commitments.stream()
                        .<EventCriteria>map(one -> EventCriteria.havingTags(Tags.commitment(one)))
                        .toList())))
                .isEmpty();
        List<TaggedEventMessage<EventMessage>> batch = new ArrayList<>();
        for (String commitment : commitments) {
            batch.add(Fixture.fact(
                    UUID.randomUUID().toString(), new byte[400], Fixture.tag(Tags.COMMITMENT, commitment)));
        }
        log.append(AppendCondition.none(), batch);
    }
}
