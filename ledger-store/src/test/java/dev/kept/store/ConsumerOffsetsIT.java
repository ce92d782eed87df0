package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kept.store.ConsumerOffsets.Fenced;
import dev.kept.store.ConsumerOffsets.Step;
import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Facts and the offsets they came from are stored together or not at all.
class ConsumerOffsetsIT {
    private final Fixture log = Fixture.fresh();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void storesOffsetsWithTheFactsAndHandsOutAReceipt() {
        AppendReceipt receipt = Fixture.appendWith(
                log.engine,
                offsets(new Step("facts", 0, ConsumerOffsets.NEVER, 5), new Step("facts", 3, -1, 9)),
                List.of(fact("a0", Tags.commitment("a")), fact("a1", Tags.commitment("a"))));

        assertThat(receipt.facts()).extracting(AppendReceipt.Accepted::position).containsExactly(0L, 1L);
        assertThat(receipt.facts()).extracting(AppendReceipt.Accepted::version).containsExactly(0, 1);
        assertThat(receipt.facts())
                .extracting(AppendReceipt.Accepted::leafHash)
                .isEqualTo(log.reader.after(-1, 9).stream()
                        .map(StoredFact::leafHash)
                        .toList());
        assertThat(log.engine.offsets("ingest", "facts")).isEqualTo(Map.of(0, 5L, 3, 9L));
        assertThat(log.engine.offsets("ingest", "other")).isEmpty();
    }

    @Test
    void aZombieRecordsNothing() {
        log.engine.store(offsets(new Step("facts", 0, -1, 5)));
        log.engine.store(offsets(new Step("facts", 0, 5, 8)));

        for (Step stale :
                List.of(new Step("facts", 0, 5, 8), new Step("facts", 0, -1, 3), new Step("facts", 1, 4, 5))) {
            assertThatExceptionOfType(Fenced.class)
                    .isThrownBy(() -> Fixture.appendWith(log.engine, offsets(stale), List.of(fact("late"))));
            assertThatExceptionOfType(Fenced.class).isThrownBy(() -> log.engine.store(offsets(stale)));
        }

        assertThat(log.reader.after(-1, 9)).isEmpty();
        assertThat(log.engine.offsets("ingest", "facts")).isEqualTo(Map.of(0, 8L));
    }

    @Test
    void oneStalePartitionFencesTheWholeBatch() {
        log.engine.store(offsets(new Step("facts", 0, -1, 5)));
        assertThatExceptionOfType(Fenced.class)
                .isThrownBy(() -> Fixture.appendWith(
                        log.engine,
                        offsets(new Step("facts", 0, 4, 6), new Step("facts", 1, -1, 6)),
                        List.of(fact("x"))));
        assertThat(log.engine.offsets("ingest", "facts")).isEqualTo(Map.of(0, 5L));
        assertThat(log.reader.head().size()).isZero();
    }

    @Test
    void aRefusedAppendLeavesTheOffsetsWhereTheyWere() {
        log.append(fact("first", Tags.key("erp", "1")));
        assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                .isThrownBy(() -> Fixture.appendWith(
                        log.engine,
                        offsets(new Step("facts", 0, -1, 5)),
                        List.of(fact("again", Tags.key("erp", "1")))));
        assertThat(log.engine.offsets("ingest", "facts")).isEmpty();
    }

    @Test
    void anOffsetOnlyMovesForwardAndOnceABatch() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Step("facts", 0, 5, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> offsets(new Step("facts", 0, 5, 6), new Step("facts", 0, 6, 7)));
    }

    private static ConsumerOffsets offsets(Step... steps) {
        return new ConsumerOffsets("ingest", List.of(steps));
    }
}
