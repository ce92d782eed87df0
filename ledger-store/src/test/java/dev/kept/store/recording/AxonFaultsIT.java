package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.FactConverter;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.store.PostgresEventStorageEngine;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.transaction.NoTransactionManager;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.junit.jupiter.api.Test;

/// The known faults of Axon 5.0.1, and what shows that none of them bites here.
///
/// | fault | shown by |
/// |---|---|
/// | a failed append can be swallowed: publishing without a context completes before the commit | [FailingAppendIT],
/// `AxonCommandIT`; nothing publishes: `ArchitectureRules` |
/// | with a transaction manager a unit of work commits its own transaction before the append | here |
/// | events appended while a commit is prepared are lost | here; nothing hooks into it: `ArchitectureRules` |
/// | a back-dated event makes gap detection forget a hole for ever | here, `StreamingIT`, `PositionsIT` |
/// | the tracking token is that of a batch | here, `StreamingIT` |
/// | stored names default to the Java class | here, `EventNamesTest` |
/// | a handler listens for the class name, and a replay that handles nothing looks like success | here; views are
/// folded without the framework's handlers, `LiveProcessorIT` |
/// | the update checker calls out at every start | [LedgerBusTest], `NoOutboundCallTest` |
class AxonFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void noTransactionStandsBesideTheEnginesOwn() {
        try (LedgerBus bus = new LedgerBus(new InMemoryEventStorageEngine(), new FactIds(new SplittableRandom(1)))) {
            assertThat(bus.components().getComponent(TransactionManager.class))
                    .isEqualTo(NoTransactionManager.INSTANCE);
        }
    }

    @Test
    void theEngineGetsEveryFactOfABatchInOneAppend() throws Exception {
        List<Integer> appends = new CopyOnWriteArrayList<>();
        PlantedEngine.Planted counts = new PlantedEngine.Planted() {
            @Override
            public void beforeCommit(List<TaggedEventMessage<?>> events) {
                appends.add(events.size());
            }
        };
        try (Recording node = Recording.with(counts)) {
            node.record(IntStream.range(0, 500)
                    .mapToObj(i -> Commands.missed("order-" + i % 7, "fact-" + i))
                    .toArray(RecordFacts.Item[]::new));

            assertThat(appends).containsExactly(500);
            assertThat(node.log.head().size()).isEqualTo(500);
        }
    }

    /// Readers are beyond today's facts when the history comes.
    @Test
    void historyReachesReadersThatHaveReadWhatHappenedLater() throws Exception {
        try (Recording node = Recording.fresh()) {
            MessageStream<EventMessage> stream = stream(engine(node), TrackingToken.FIRST);
            node.record(Commands.missed("today", "today"));
            assertThat(commitment(next(stream))).contains("today");
            List<StoredFact> read = new ArrayList<>(node.log.after(-1, 10));
            for (int year = 1999; year >= 1990; year--) {
                Instant then = Instant.parse(year + "-05-04T09:00:00Z");
                RecordFacts.Item item =
                        new RecordFacts.Item(Commands.missedAt("year-" + year, "year-" + year, then), Entrance.IMPORT);
                assertThat(node.record(item)).hasOnlyElementsOfType(Answer.Recorded.class);

                assertThat(commitment(next(stream))).contains("year-" + year);
                List<StoredFact> more = node.log.after(read.getLast().position(), 10);
                assertThat(more).singleElement().satisfies(fact -> {
                    assertThat(fact.at()).isEqualTo(then);
                    assertThat(fact.acceptedAt())
                            .isAfterOrEqualTo(read.getLast().acceptedAt());
                });
                read.addAll(more);
            }
        }
    }

    @Test
    void everyFactOfABatchIsStreamedWithATokenOfItsOwn() throws Exception {
        try (Recording node = Recording.fresh()) {
            node.record(IntStream.range(0, 30)
                    .mapToObj(i -> Commands.missed("order-" + i % 3, "fact-" + i))
                    .toArray(RecordFacts.Item[]::new));
            EventStorageEngine engine = engine(node);

            List<TrackingToken> tokens = new ArrayList<>();
            MessageStream<EventMessage> stream = stream(engine, TrackingToken.FIRST);
            while (tokens.size() < node.log.head().size()) {
                tokens.add(TrackingToken.fromContext(next(stream)).orElseThrow());
            }

            assertThat(tokens)
                    .extracting(token -> token.position().orElseThrow())
                    .isEqualTo(LongStream.range(0, 30).boxed().toList());
            for (int i = 0; i < 29; i++) {
                assertThat(next(stream(engine, tokens.get(i))).message().identifier())
                        .isEqualTo(node.log.after(i, 1).getFirst().factId());
            }
            assertThat(stream.hasNextAvailable()).isFalse();
        }
    }

    @Test
    void nothingStoredNamesAJavaPackage() throws Exception {
        try (Recording node = Recording.fresh()) {
            node.record(Commands.made("a", "1"), Commands.met("a", "2"), Commands.missed("a", "3"));

            assertThat(node.log.stream(-1))
                    .extracting(StoredFact::name)
                    .containsExactly("commitment.made", "commitment.met", "commitment.missed");
            assertThat(node.log.stream(-1))
                    .allSatisfy(fact -> assertThat(new String(fact.payload(), StandardCharsets.UTF_8)
                                    + new String(fact.meta(), StandardCharsets.UTF_8))
                            .doesNotContain("dev.kept", "axonframework", "Commitment"));
        }
    }

    private static EventStorageEngine engine(Recording node) {
        return PostgresEventStorageEngine.open(
                node.database,
                Recording.OPTIONS.tenant(),
                Recording.OPTIONS.origin(),
                new FactConverter(),
                new SecureRandom());
    }

    private static MessageStream<EventMessage> stream(EventStorageEngine engine, TrackingToken token) {
        return engine.stream(StreamingCondition.conditionFor(token, EventCriteria.havingAnyTag()), null);
    }

    private static MessageStream.Entry<EventMessage> next(MessageStream<EventMessage> stream) {
        Awaitility.await().atMost(LIMIT).pollDelay(Duration.ZERO).until(stream::hasNextAvailable);
        return stream.next().orElseThrow();
    }

    private static String commitment(MessageStream.Entry<EventMessage> entry) {
        return new String((byte[]) entry.message().payload(), StandardCharsets.UTF_8)
                + entry.message().metadata();
    }
}
