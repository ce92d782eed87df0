package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One key, one effect: also where the condition is left out, and where nobody knows what happened.
class IdempotencyIT {
    private final Fixture log = Fixture.fresh();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void refusesAKeyAgainEvenWithoutAnyCondition() {
        log.append(fact("first", Tags.commitment("a"), Tags.key("erp", "1")));
        assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                .isThrownBy(() -> log.append(
                        fact("innocent", Tags.commitment("c")),
                        fact("second", Tags.commitment("b"), Tags.key("erp", "1"))))
                .withMessageContaining("fact_key_pkey");
        log.append(fact("other source", Tags.commitment("b"), Tags.key("rest", "1")));

        assertThat(log.reader.after(-1, 10)).extracting(Fixture::text).containsExactly("first", "other source");
    }

    @Test
    void refusesAFactIdAgain() {
        var twice = fact("once", Tags.commitment("a"));
        log.append(twice);
        assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                .isThrownBy(() -> log.append(twice))
                .withMessageContaining("fact_fact_id");
    }

    @Test
    void anAppendCutOffOnItsWayIsAppliedOnceByTheSameKey() throws Exception {
        try (TcpProxy proxy = log.proxy();
                Fixture node = log.otherNode(proxy)) {
            for (int cut = 0; cut < 12; cut++) {
                Tag key = Tags.key("erp", "sent-" + cut);
                TaggedEventMessage<EventMessage> fact = fact("sent-" + cut, Tags.commitment("a"), key);
                settle(node);
                proxy.cutAfterSending(cut * 70L);
                assertThatExceptionOfType(EventStoreException.class)
                        .as("cut after %d bytes", cut * 70)
                        .isThrownBy(() -> node.append(fact));
                proxy.heal();
                retryUntilKnown(node, fact);
            }
            assertThat(log.reader.after(-1, 100)).hasSize(12);
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsReportedAsUnknownAndAppliedOnceByTheSameKey() throws Exception {
        try (TcpProxy proxy = log.proxy();
                Fixture node = log.otherNode(proxy)) {
            var fact = fact("once", Tags.commitment("a"), Tags.key("erp", "1"));
            List<Throwable> outcomes = new ArrayList<>();
            for (long bytes = 0; log.reader.byKey("erp", "1").isEmpty(); bytes += 40) {
                settle(node);
                proxy.cutAfterAnswering(bytes);
                outcomes.add(catchThrowable(() -> node.append(fact)));
                proxy.heal();
            }
            assertThat(outcomes).hasAtLeastOneElementOfType(AppendUnknownException.class);
            retryUntilKnown(node, fact);
            retryUntilKnown(node, fact);
            assertThat(log.reader.after(-1, 10)).extracting(Fixture::text).containsExactly("once");
        }
    }

    @Test
    void aCommitOfSeveralStatementsWhoseAnswerIsLostIsReportedAsUnknown() throws Exception {
        try (TcpProxy proxy = log.proxy();
                Fixture node = log.otherNode(proxy)) {
            var offsets = new ConsumerOffsets("ingest", List.of(new ConsumerOffsets.Step("facts", 0, -1, 1)));
            var fact = fact("once", Tags.commitment("a"), Tags.key("erp", "1"));
            List<Throwable> outcomes = new ArrayList<>();
            for (long bytes = 0; log.reader.byKey("erp", "1").isEmpty(); bytes += 8) {
                settle(node);
                proxy.cutAfterAnswering(bytes);
                outcomes.add(catchThrowable(() -> Fixture.appendWith(node.engine, offsets, List.of(fact))));
                proxy.heal();
            }
            assertThat(outcomes).hasAtLeastOneElementOfType(AppendUnknownException.class);
            assertThat(log.engine.offsets("ingest", "facts")).isEqualTo(Map.of(0, 1L));
            assertThat(log.reader.after(-1, 10)).extracting(Fixture::text).containsExactly("once");
        }
    }

    /// Until the pool has a live connection again: one that was cut is noticed when it is used.
    private static void settle(Fixture node) {
        Awaitility.await()
                .atMost(Fixture.LIMIT)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(() -> node.reader.head().size() >= 0);
    }

    /// The caller's part: the same key until the answer is known.
    private static void retryUntilKnown(Fixture node, TaggedEventMessage<EventMessage> fact) throws Exception {
        long end = System.nanoTime() + Fixture.LIMIT.toNanos();
        while (true) {
            try {
                node.append(fact);
                return;
            } catch (AppendEventsTransactionRejectedException _) {
                return;
            } catch (EventStoreException failure) {
                if (System.nanoTime() > end) {
                    throw failure;
                }
                Thread.sleep(Duration.ofMillis(20));
            }
        }
    }
}
