package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private static final int ROUNDS = 10;

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
            int last = firstUnknown(proxy, node, 40, (_, fact) -> node.append(fact));

            retryUntilKnown(node, once(last));
            retryUntilKnown(node, once(last));
            assertThat(log.reader.after(-1, ROUNDS)).extracting(Fixture::text).isEqualTo(upTo(last));
        }
    }

    @Test
    void aCommitOfSeveralStatementsWhoseAnswerIsLostIsReportedAsUnknown() throws Exception {
        try (TcpProxy proxy = log.proxy();
                Fixture node = log.otherNode(proxy)) {
            int last = firstUnknown(proxy, node, 8, (round, fact) -> {
                long expected = round == 0 ? ConsumerOffsets.NEVER : round;
                var step = new ConsumerOffsets.Step("facts", 0, expected, round + 1);
                Fixture.appendWith(node.engine, new ConsumerOffsets("ingest", List.of(step)), List.of(fact));
            });

            assertThat(log.engine.offsets("ingest", "facts")).isEqualTo(Map.of(0, last + 1L));
            assertThat(log.reader.after(-1, ROUNDS)).extracting(Fixture::text).isEqualTo(upTo(last));
        }
    }

    @FunctionalInterface
    private interface Append {
        void append(int round, TaggedEventMessage<EventMessage> fact) throws Exception;
    }

    /// Cuts the answers ever later until the fact is there. What else a connection has to say may shift the cut beyond
    /// the commit's answer, which is then known: so another round, with another fact.
    ///
    /// @return the last round, whose commit was unknown
    private int firstUnknown(TcpProxy proxy, Fixture node, int step, Append append) {
        List<Throwable> outcomes = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int current = round;
            String key = Integer.toString(round);
            for (long bytes = 0; log.reader.byKey("erp", key).isEmpty(); bytes += step) {
                settle(node);
                proxy.cutAfterAnswering(bytes);
                outcomes.add(catchThrowable(() -> append.append(current, once(current))));
                proxy.heal();
            }
            if (outcomes.stream().anyMatch(AppendUnknownException.class::isInstance)) {
                return round;
            }
        }
        return fail("no commit was unknown: "
                + outcomes.stream().collect(Collectors.groupingBy(String::valueOf, Collectors.counting())));
    }

    private static TaggedEventMessage<EventMessage> once(int round) {
        return fact("once-" + round, Tags.commitment("a"), Tags.key("erp", Integer.toString(round)));
    }

    private static List<String> upTo(int last) {
        return IntStream.rangeClosed(0, last).mapToObj(round -> "once-" + round).toList();
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
