package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Readers follow the positions, are woken by what is appended anywhere, and get every fact once.
class StreamingIT {
    private final Fixture log = Fixture.fresh();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void deliversABackDatedFactWithAnAcceptanceThatDoesNotDecrease() {
        MessageStream<EventMessage> stream = stream(TrackingToken.FIRST, EventCriteria.havingAnyTag());
        log.append(fact("today", Fixture.NOON, Tags.commitment("a")));
        assertThat(next(stream)).isEqualTo("today");
        Instant longAgo = Instant.parse("1996-07-04T00:00:00Z");
        log.append(fact("long ago", longAgo, Tags.commitment("a")));
        log.append(fact(
                UUID.randomUUID().toString(),
                "dated",
                Fixture.NOON.plusNanos(1_500),
                Map.of(Tags.AT, "1996-07-04T02:00:00+02:00", Tags.REC, "1997-01-01T00:00:00Z"),
                Tags.commitment("a")));

        assertThat(next(stream)).isEqualTo("long ago");
        assertThat(next(stream)).isEqualTo("dated");
        List<StoredFact> facts = log.reader.after(-1, 9);
        assertThat(facts).extracting(StoredFact::at).containsExactly(Fixture.NOON, longAgo, longAgo);
        assertThat(facts)
                .extracting(StoredFact::acceptedAt)
                .containsExactly(Fixture.NOON, Fixture.NOON, Fixture.NOON.plusNanos(1_000));
        assertThat(facts)
                .extracting(StoredFact::rec)
                .containsExactly(Fixture.NOON, Fixture.NOON, Instant.parse("1997-01-01T00:00:00Z"));
        assertThat(log.source(EventCriteria.havingTags(Tags.commitment("a")))
                        .getLast()
                        .timestamp())
                .isEqualTo(Fixture.NOON.plusNanos(1_000));
    }

    @Test
    void wakesAReaderForAnAppendOfAnotherNode() throws Exception {
        try (Fixture other = log.otherNode()) {
            AtomicInteger woken = new AtomicInteger();
            MessageStream<EventMessage> stream = stream(TrackingToken.LATEST, EventCriteria.havingAnyTag());
            stream.setCallback(woken::incrementAndGet);
            for (int i = 0; i < 5; i++) {
                other.append(fact("far " + i));
                assertThat(log.reader.awaitBeyond(i - 1, Fixture.LIMIT)).isTrue();
                assertThat(next(stream)).isEqualTo("far " + i);
            }
            assertThat(woken.get()).isPositive();
            stream.close();
            int before = woken.get();
            log.append(fact("unheard"));
            assertThat(woken.get()).isEqualTo(before);
        }
    }

    /// A superuser moves the head as an append does, but tells nobody.
    @Test
    void findsAnAppendWhoseSignalWasLost() throws Exception {
        log.append(fact("seen"));
        assertThat(log.reader.awaitBeyond(-1, Fixture.LIMIT)).isTrue();
        log.asSuperuser("update kept_log.log set size = size + 1");
        assertThat(log.reader.awaitBeyond(0, Fixture.LIMIT)).isTrue();
    }

    @Test
    void filtersByTagsAndTypesAcrossPages() {
        List<TaggedEventMessage<EventMessage>> facts = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            facts.add(
                    i % 500 == 7
                            ? fact("wanted " + i, Tags.commitment("a"), Fixture.tag("colour", "red"))
                            : Fixture.factOf("commitment.met", "other " + i, Tags.commitment("b" + i % 10)));
        }
        log.append(AppendCondition.none(), facts);

        List<String> wanted =
                IntStream.range(0, 5).mapToObj(i -> "wanted " + (i * 500 + 7)).toList();
        for (EventCriteria criteria : List.of(
                EventCriteria.havingTags(Tags.commitment("a")),
                EventCriteria.havingTags("colour", "red"),
                EventCriteria.havingTags(Tags.commitment("a"), Fixture.tag("colour", "red")),
                EventCriteria.havingAnyTag().andBeingOneOfTypes(new QualifiedName("commitment.made")))) {
            MessageStream<EventMessage> stream = stream(TrackingToken.FIRST, criteria);
            assertThat(IntStream.range(0, 5).mapToObj(_ -> next(stream)).toList())
                    .isEqualTo(wanted);
            assertThat(stream.hasNextAvailable()).isFalse();
            assertThat(log.source(criteria)).extracting(Fixture::text).isEqualTo(wanted);
        }
        assertThat(log.reader.stream(-1).map(StoredFact::position).toList())
                .isEqualTo(LongStream.range(0, 2_500).boxed().toList());
    }

    @Test
    void tokensPointWhereReadingGoesOn() {
        for (int i = 0; i < 20; i++) {
            log.append(fact("f" + i, Fixture.NOON.plusSeconds(i)));
        }
        for (int i = 0; i < 20; i++) {
            TrackingToken at = Fixture.await(log.engine.tokenAt(Fixture.NOON.plusSeconds(i), null));
            assertThat(next(stream(at, EventCriteria.havingAnyTag()))).isEqualTo("f" + i);
            TrackingToken between =
                    Fixture.await(log.engine.tokenAt(Fixture.NOON.plusSeconds(i).minusNanos(1), null));
            assertThat(between).isEqualTo(at);
        }
        TrackingToken latest = Fixture.await(log.engine.latestToken(null));
        assertThat(latest.position()).hasValue(19);
        assertThat(Fixture.await(log.engine.tokenAt(Fixture.NOON.plusSeconds(99), null)))
                .isEqualTo(latest);
        assertThat(stream(latest, EventCriteria.havingAnyTag()).hasNextAvailable())
                .isFalse();
    }

    private MessageStream<EventMessage> stream(TrackingToken token, EventCriteria criteria) {
        return log.engine.stream(StreamingCondition.conditionFor(token, criteria), null);
    }

    private static String next(MessageStream<EventMessage> stream) {
        Awaitility.await().atMost(Fixture.LIMIT).pollDelay(Duration.ZERO).until(stream::hasNextAvailable);
        return Fixture.text(stream.next().orElseThrow().message());
    }
}
