package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.kept.app.deadline.Sweeper;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.Publication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Accepted facts and changed outcomes and scores reach other systems, in order and without a gap.
class PublisherIT {
    private IngestLedger kafka;

    @BeforeEach
    void start() throws IOException {
        kafka = IngestLedger.publishing();
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    private record Event(String key, Map<String, String> headers, byte[] body) {
        long position() {
            return Long.parseLong(headers.getOrDefault("ce_position", "-1"));
        }

        String type() {
            return headers.getOrDefault("ce_type", "");
        }

        String field(String name) {
            return JsonReader.readTrusted(body) instanceof JsonValue.JsonObject object
                            && object.get(name) instanceof JsonValue.JsonText(String text)
                    ? text
                    : "";
        }
    }

    /// Everything in the topic, once it holds what is waited for.
    private List<Event> events(String topic, Predicate<List<Event>> enough) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.broker);
        List<Event> events = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(IngestLedger.LIMIT).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Map<String, String> headers = new HashMap<>();
                    record.headers()
                            .forEach(header ->
                                    headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
                    byte[] key = record.key() == null ? new byte[0] : record.key();
                    events.add(new Event(new String(key, StandardCharsets.UTF_8), headers, record.value()));
                }
                return enough.test(events);
            });
        }
        return events;
    }

    private static long distinctPositions(List<Event> events) {
        return events.stream().mapToLong(Event::position).distinct().count();
    }

    @Test
    void publishesEveryAcceptedFactAsAnEventThatAnotherLedgerReads() {
        // when
        kafka.send("ACME", Lines.made("a", "1"));
        kafka.send("ACME", Lines.met("a", "2"));
        kafka.awaitConsumed(2);

        // then
        List<Event> events = events(kafka.ledgerTopic(), all -> all.size() == 2);
        assertThat(events).extracting(Event::key).containsOnly("ACME");
        assertThat(events).extracting(Event::position).containsExactly(0L, 1L);
        assertThat(events)
                .extracting(Event::type)
                .containsExactly("dev.kept.commitment.made.v1", "dev.kept.commitment.met.v1");
        assertThat(events.getFirst().headers())
                .containsEntry("ce_source", "erp")
                .containsEntry("ce_id", "1")
                .containsEntry("ce_subject", "a")
                .containsEntry("ce_specversion", "1.0");
        assertThat(FactLineReader.read(events.getFirst().body(), new LineContext("a", null, "erp", "1")))
                .isInstanceOf(FactLineReader.Reading.Read.class);
    }

    @Test
    void publishesChangesOfOutcomesAndScores() {
        // when
        kafka.send("ACME", Lines.made("a", "1"));
        kafka.awaitConsumed(1);
        kafka.send("ACME", Lines.met("a", "2"));
        kafka.send("ACME", Lines.corrected("a", "2", "3", "2026-01-25T09:00:00Z"));
        kafka.awaitConsumed(3);

        // then
        List<Event> events = events(
                kafka.outcomesTopic(),
                all -> all.stream().anyMatch(event -> event.field("to").equals("MET_LATE"))
                        && all.stream().anyMatch(event -> event.type().equals(OutgoingEvent.SCORE_CHANGED)));
        assertThat(events.stream()
                        .filter(event -> event.type().equals(OutgoingEvent.OUTCOME_CHANGED))
                        .map(event -> event.field("from") + ">" + event.field("to")))
                .containsExactly(">OPEN", "OPEN>MET", "MET>MET_LATE");
        Event score = events.stream()
                .filter(event -> event.type().equals(OutgoingEvent.SCORE_CHANGED))
                .findFirst()
                .orElseThrow();
        assertThat(score.field("customer")).isEqualTo("ACME");
        assertThat(score.field("score")).isNotEmpty();
    }

    @Test
    void publishesWarningsAndGoesOnAfterAStop() {
        try (Sweeper _ = Sweeper.start(kafka.ledger)) {
            // given
            kafka.send("ACME", soon("w1"));
            kafka.awaitConsumed(1);
            List<Event> first = warnings(3);

            // when it is stopped, and something is said meanwhile
            kafka.stopNode(kafka.node());
            kafka.startNode(null);
            kafka.send("ACME", soon("w2"));
            kafka.awaitConsumed(2);

            // then
            List<Event> all = warnings(6);
            assertThat(ids(all.subList(0, 3))).isEqualTo(ids(first));
            assertThat(all).extracting(event -> event.field("stage")).startsWith("AT_RISK", "DUE", "OVERDUE");
            assertThat(all)
                    .extracting(event -> Long.parseLong(event.headers().getOrDefault("ce_sequence", "")))
                    .isSorted();
            assertThat(all).hasSize(6);
            assertThat(all).extracting(Event::key).containsOnly("ACME");
            assertThat(all.getLast().headers()).containsEntry("ce_subject", "w2");
        }
    }

    private static String soon(String commitment) {
        return "{\"type\":\"made\",\"commitment\":\"" + commitment + "\",\"customer\":\"ACME\",\"due\":\""
                + Instant.now().plusSeconds(5) + "\",\"source\":\"erp\",\"id\":\"" + commitment + "\"}";
    }

    private static List<String> ids(List<Event> events) {
        return events.stream()
                .map(event -> event.headers().getOrDefault("ce_id", ""))
                .toList();
    }

    /// The topic's warnings in the order in which each came first, once there are as many.
    private List<Event> warnings(int count) {
        Map<String, Event> warnings = new LinkedHashMap<>();
        events(kafka.outcomesTopic(), all -> {
            all.stream()
                    .filter(event -> event.type().equals(OutgoingEvent.WARNING_GIVEN))
                    .forEach(event -> warnings.putIfAbsent(event.headers().getOrDefault("ce_id", ""), event));
            return warnings.size() >= count;
        });
        return List.copyOf(warnings.values());
    }

    @Test
    void goesOnAfterAStopWithoutAGapAndInOrder() {
        // given
        for (int i = 0; i < 300; i++) {
            kafka.send("ACME", Lines.made("a" + i, "m" + i));
        }
        kafka.awaitConsumed(300);

        // when it is stopped while it publishes, and started again
        kafka.stopNode(kafka.node());
        kafka.startNode(null);
        for (int i = 0; i < 300; i++) {
            kafka.send("ACME", Lines.met("a" + i, "k" + i));
        }
        kafka.awaitConsumed(600);

        // then
        List<Event> events = events(kafka.ledgerTopic(), all -> distinctPositions(all) == 600);
        long next = 0;
        for (Event event : events) {
            assertThat(event.position()).as("no gap before it").isLessThanOrEqualTo(next);
            next = Math.max(next, event.position() + 1);
        }
        List<StoredFact> facts = kafka.facts();
        assertThat(next).isEqualTo(facts.size());
        await().atMost(IngestLedger.LIMIT).until(() -> kafka.node().published().getOrDefault("facts", -1L) == 599);
    }

    @Test
    void publishesLettersThatAreTooLargeWithoutWhatMakesThemSo() {
        // given records that only just came in, and an ordinary one
        kafka.send("ACME", "x".repeat(1_048_300));
        kafka.send("ACME", "no fact", "large", "y".repeat(1_048_300));
        kafka.send("ACME", "no fact");
        kafka.awaitConsumed(3);

        // when
        IntakeBooks books = new IntakeBooks(kafka.ledger.tenant(), kafka.open.database());
        await().atMost(IngestLedger.LIMIT)
                .until(() ->
                        books.unpublished(Instant.now().plusSeconds(60), 10).isEmpty());

        // then
        List<Event> letters = events(kafka.lettersTopic(), all -> all.size() >= 3);
        assertThat(letters)
                .extracting(
                        Event::key,
                        letter -> letter.body().length,
                        letter -> letter.headers().get("kept_body_left_out"),
                        letter -> letter.headers().get("kept_headers_left_out"))
                .containsExactlyInAnyOrder(
                        tuple("ACME", 0, "1048300", null), tuple("", 0, "7", "1"), tuple("ACME", 7, null, null));
        assertThat(letters)
                .extracting(letter -> letter.headers().get("kept_reason"))
                .containsOnly("MALFORMED");
    }

    @Test
    void publishesALetterThatTheTopicDoesNotTakeWithoutItsBody() throws Exception {
        // given
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.broker);
        try (Admin admin = Admin.create(properties)) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, kafka.lettersTopic());
            AlterConfigOp small =
                    new AlterConfigOp(new ConfigEntry("max.message.bytes", "3000"), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(topic, List.of(small))).all().get(60, TimeUnit.SECONDS);
        }
        byte[] noise = new byte[6_000];
        new Random(7).nextBytes(noise);

        // when
        kafka.send("ACME", "no fact");
        kafka.send("ACME", noise);
        kafka.awaitConsumed(2);

        // then
        List<Event> letters = events(kafka.lettersTopic(), all -> all.size() >= 2);
        assertThat(letters)
                .extracting(
                        letter -> letter.body().length,
                        letter -> letter.headers().get("kept_body_left_out"))
                .containsExactlyInAnyOrder(tuple(7, null), tuple(0, "6000"));
    }

    @Test
    void saysAScoreThatTheBrokerDidNotTakeAtFirst() throws Exception {
        // given a producer that can send nothing, and then one that can
        kafka.stopNode(kafka.node());
        record(Lines.made("a", "1"), Lines.met("a", "2"));
        Iterator<Integer> sizes = List.of(1, 1 << 20).iterator();

        // when
        Thread publisher = start(new Publisher(
                kafka.ledger,
                kafka.open.database(),
                "scores",
                () -> new FactSupply(kafka.ledger, new ScoreFeed(kafka.ledger, kafka.outcomesTopic())),
                () -> producer(sizes.next())));

        // then
        try {
            await().atMost(IngestLedger.LIMIT).until(() -> position("scores") == 1);
            List<Event> events = events(kafka.outcomesTopic(), all -> !all.isEmpty());
            assertThat(events).extracting(event -> event.field("customer")).containsOnly("ACME");
        } finally {
            stop(publisher);
        }
    }

    @Test
    void goesOnAfterAnError() throws Exception {
        // given a ledger of which nothing is published yet
        try (IngestLedger other = IngestLedger.start(null)) {
            other.send("ACME", Lines.made("a", "1"));
            other.send("ACME", "no fact");
            other.awaitConsumed(2);
            FactFeed feed = new FactFeed(other.ledger, kafka.ledgerTopic(), kafka.outcomesTopic());
            IntakeBooks books = new IntakeBooks(other.ledger.tenant(), other.open.database());

            // when
            Thread facts = start(new Publisher(
                    other.ledger,
                    other.open.database(),
                    "facts",
                    () -> new FactSupply(other.ledger, feed),
                    failingAtFirst()));
            Thread letters = start(
                    new LetterFeed(other.ledger, other.open.database(), books, kafka.lettersTopic(), failingAtFirst()));

            // then
            try {
                assertThat(events(kafka.ledgerTopic(), all -> !all.isEmpty())).hasSize(1);
                assertThat(events(kafka.lettersTopic(), all -> !all.isEmpty())).hasSize(1);
            } finally {
                stop(facts);
                stop(letters);
            }
        }
    }

    private Supplier<Producer<byte[], byte[]>> failingAtFirst() {
        AtomicBoolean failed = new AtomicBoolean();
        return () -> {
            if (!failed.getAndSet(true)) {
                throw new StackOverflowError("planted");
            }
            return producer(1 << 20);
        };
    }

    private void record(String... lines) throws Exception {
        for (String line : lines) {
            byte[] body = line.getBytes(StandardCharsets.UTF_8);
            Incoming read = new RecordReader(null)
                    .read(new DeadLetter.Record(IngestLedger.CONSUMER, kafka.topic, 0, 0, null, List.of(), body));
            kafka.ledger
                    .record(List.of(new RecordFacts.Item(read.commands().getFirst(), Entrance.BUS)))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private Producer<byte[], byte[]> producer(int maxBytes) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.broker);
        properties.setProperty("max.request.size", Integer.toString(maxBytes));
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private long position(String publication) {
        return Publication.positions(kafka.open.database(), kafka.ledger.tenant())
                .getOrDefault(publication, -1L);
    }

    private static Thread start(Runnable publisher) {
        return Thread.ofPlatform().daemon().start(publisher);
    }

    private static void stop(Thread publisher) throws InterruptedException {
        publisher.interrupt();
        assertThat(publisher.join(Duration.ofSeconds(30))).isTrue();
    }
}
