package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.broker.TestBroker;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.intake.LineMapping;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.embedded.TestDatabase;
import dev.kept.embedded.TestFolder;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// A ledger on a database of its own that reads topics of its own from a real broker, and a producer to them.
final class IngestLedger implements AutoCloseable {
    static final String CONSUMER = "kept-us";
    static final Duration LIMIT = Duration.ofSeconds(120);

    final String broker;
    final String topic;
    final TestDatabase.Access access;
    final OpenLedger open;
    final Ledger ledger;
    private boolean publishes;
    private final List<KafkaSources> nodes = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;

    private IngestLedger(String broker, int partitions, @Nullable LineMapping mapping, int nodeCount)
            throws IOException {
        this.broker = broker;
        this.topic = TestBroker.topic(broker, partitions);
        this.access = TestDatabase.fresh();
        Path folder = TestFolder.create("ingest");
        this.open = OpenLedger.open(
                new LedgerOptions(folder, access.jdbcUrl(), access.user(), access.password(), "us", false),
                Clock.systemUTC());
        this.ledger = open.ledger();
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker);
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("delivery.timeout.ms", "120000");
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        for (int i = 0; i < nodeCount; i++) {
            startNode(mapping);
        }
    }

    static IngestLedger start(@Nullable LineMapping mapping) throws IOException {
        return new IngestLedger(TestBroker.address(), 3, mapping, 1);
    }

    /// One that publishes, too.
    static IngestLedger publishing() throws IOException {
        IngestLedger ledger = new IngestLedger(TestBroker.address(), 3, null, 0);
        TestBroker.create(ledger.broker, ledger.ledgerTopic(), 3);
        TestBroker.create(ledger.broker, ledger.outcomesTopic(), 3);
        TestBroker.create(ledger.broker, ledger.lettersTopic(), 1);
        ledger.publishes = true;
        ledger.startNode(null);
        return ledger;
    }

    String ledgerTopic() {
        return topic + "-ledger";
    }

    String lettersTopic() {
        return topic + "-letters";
    }

    String outcomesTopic() {
        return topic + "-outcomes";
    }

    /// One whose topic nobody reads.
    static IngestLedger unread() throws IOException {
        return new IngestLedger(TestBroker.address(), 1, null, 0);
    }

    static IngestLedger on(String broker, int partitions, int nodes) throws IOException {
        return new IngestLedger(broker, partitions, null, nodes);
    }

    KafkaSources startNode(@Nullable LineMapping mapping) {
        KafkaSources node = KafkaSources.start(ledger, open.database(), options(mapping));
        nodes.add(node);
        return node;
    }

    void stopNode(KafkaSources node) {
        nodes.remove(node);
        node.close();
    }

    private KafkaOptions options(@Nullable LineMapping mapping) {
        return new KafkaOptions(
                broker,
                CONSUMER,
                List.of(new KafkaOptions.Topic(topic, mapping)),
                publishes ? ledgerTopic() : null,
                publishes ? outcomesTopic() : null,
                publishes ? lettersTopic() : null,
                Map.of());
    }

    KafkaSources node() {
        return nodes.getFirst();
    }

    void send(String key, String body, String... headers) {
        send(key, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    void send(String key, byte @Nullable [] body, String... headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), body);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        producer.send(record);
    }

    void flush() {
        producer.flush();
    }

    Tally tally() {
        Tally all = Tally.NONE;
        for (Account account : node().accounts()) {
            all = all.plus(account.tally());
        }
        return all;
    }

    /// Waits until this many records are accounted for, and holds the books to what they promise.
    Tally awaitConsumed(long records) {
        producer.flush();
        await().atMost(LIMIT)
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(tally().consumed())
                        .as("%s of %d", node().accounts(), records)
                        .isGreaterThanOrEqualTo(records));
        Tally tally = tally();
        assertThat(tally.consumed()).isEqualTo(records);
        assertThat(tally.isBalanced()).as("%s", tally).isTrue();
        long offsets = node().accounts().stream().mapToLong(Account::nextOffset).sum();
        assertThat(offsets).as("every offset is consumed once").isEqualTo(records);
        return tally;
    }

    /// How many records the broker has been told to be done with.
    long toldToTheBroker() {
        String group = Groups.of(options(null), ledger.tenant(), open.database().dataSource());
        return TestBroker.committed(broker, group, topic);
    }

    /// All facts, after a check that they stand dense and no key stands twice.
    List<StoredFact> facts() {
        List<StoredFact> facts = ledger.log().stream(-1).toList();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < facts.size(); i++) {
            assertThat(facts.get(i).position()).isEqualTo(i);
            assertThat(ids.add(new String(facts.get(i).meta(), StandardCharsets.UTF_8)
                            .replaceFirst("(?s).*\"source\":(.*)\"fingerprint\".*", "$1")))
                    .isTrue();
        }
        return facts;
    }

    @Override
    public void close() {
        nodes.forEach(KafkaSources::close);
        producer.close(Duration.ofSeconds(5));
        open.close();
    }
}
