package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.intake.Sources;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.LogDatabase;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.intake.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The topics of one ledger: one loop for each, and the books and letters, which can be read without Kafka too.
public final class KafkaSources implements Sources, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaSources.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final String MAX_RECORDS = "1000";
    private static final String MAX_FETCH_BYTES = Integer.toString(8 << 20);
    private static final String MAX_PARTITION_BYTES = Integer.toString(1 << 20);

    private final Ledger ledger;
    private final IntakeBooks books;
    private final Letters letters;
    private final @Nullable KafkaOptions options;
    private final Storing storing;
    private final Map<String, RecordReader> readers = new HashMap<>();
    private final LogDatabase database;
    private final List<SourceLoop> loops = new ArrayList<>();
    private final List<Runnable> publishers = new ArrayList<>();
    private final List<Thread> loopThreads = new ArrayList<>();
    private final List<Thread> publisherThreads = new ArrayList<>();

    private KafkaSources(Ledger ledger, LogDatabase database, @Nullable KafkaOptions options, Storing storing) {
        this.storing = storing;
        this.ledger = ledger;
        this.database = database;
        this.books = new IntakeBooks(ledger.tenant(), database);
        this.options = options;
        readers.put(KafkaOptions.FACTS, new RecordReader(null));
        this.letters = new Letters(ledger, books, readers::get);
        if (options != null) {
            options.topics().forEach(topic -> readers.put(topic.name(), new RecordReader(topic.mapping())));
            options.topics().forEach(topic -> loops.add(loop(options, topic)));
            String ledgerTopic = options.ledgerTopic();
            String outcomesTopic = options.outcomesTopic();
            if (ledgerTopic != null && outcomesTopic != null) {
                publishers.add(
                        publisher("facts", () -> supply(new FactFeed(ledger, ledgerTopic, outcomesTopic)), options));
                publishers.add(publisher("scores", () -> supply(new ScoreFeed(ledger, outcomesTopic)), options));
                publishers.add(publisher("warnings", () -> new WarningSupply(ledger, outcomesTopic), options));
            }
            String lettersTopic = options.lettersTopic();
            if (lettersTopic != null) {
                publishers.add(new LetterFeed(ledger, database, books, lettersTopic, () -> producer(options)));
            }
        }
    }

    /// @param options null for a ledger without Kafka
    public static KafkaSources start(Ledger ledger, LogDatabase database, @Nullable KafkaOptions options) {
        return start(ledger, database, options, Storing.TOGETHER);
    }

    /// @param storing how batches are stored; another way than together is a planted fault
    public static KafkaSources start(
            Ledger ledger, LogDatabase database, @Nullable KafkaOptions options, Storing storing) {
        KafkaSources sources = new KafkaSources(ledger, database, options, storing);
        for (SourceLoop loop : sources.loops) {
            sources.loopThreads.add(
                    Thread.ofPlatform().name("kafka-in").daemon().start(loop));
        }
        for (Runnable publisher : sources.publishers) {
            sources.publisherThreads.add(
                    Thread.ofPlatform().name("kafka-out").daemon().start(publisher));
        }
        if (options != null) {
            LetterWatch watch = new LetterWatch(ledger, sources.books, sources.letters);
            sources.publisherThreads.add(
                    Thread.ofPlatform().name("kafka-letters").daemon().start(watch));
        }
        return sources;
    }

    private SourceLoop loop(KafkaOptions kafka, KafkaOptions.Topic topic) {
        Intake intake = new Intake(ledger, books, letters, kafka.consumer(), topic.name(), storing);
        RecordReader reader = readers.getOrDefault(topic.name(), new RecordReader(null));
        String group = Groups.of(kafka, ledger.tenant(), database.dataSource());
        return new SourceLoop(
                kafka.consumer(),
                topic.name(),
                reader,
                intake,
                () -> stored(kafka.consumer(), topic.name()),
                new TopicIdentity(books, kafka.consumer(), topic.name(), client(kafka)),
                () -> consumer(kafka, group));
    }

    private Supply supply(Feed feed) {
        return new FactSupply(ledger, feed);
    }

    private Publisher publisher(String name, Supplier<Supply> supplies, KafkaOptions kafka) {
        return new Publisher(ledger, database, name, supplies, () -> producer(kafka));
    }

    /// Idempotent, and a record is never given up: order holds whatever the broker does meanwhile.
    private static Producer<byte[], byte[]> producer(KafkaOptions kafka) {
        Properties properties = new Properties();
        properties.setProperty("acks", "all");
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE));
        properties.setProperty("max.block.ms", Integer.toString(Integer.MAX_VALUE));
        properties.setProperty("linger.ms", "5");
        properties.setProperty("compression.type", "gzip");
        client(kafka).forEach(properties::put);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// What every client needs to reach the broker; the settings of whoever runs the ledger are the last word.
    private static Properties client(KafkaOptions kafka) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.bootstrap());
        properties.setProperty("client.id", kafka.consumer());
        properties.setProperty("enable.metrics.push", "false");
        kafka.clients().forEach(properties::setProperty);
        return properties;
    }

    private Map<Integer, Long> stored(String consumer, String topic) {
        Map<Integer, Long> next = new HashMap<>();
        for (Account account : books.accounts()) {
            if (account.partition().consumer().equals(consumer)
                    && account.partition().topic().equals(topic)
                    && account.nextOffset() > ConsumerOffsets.NEVER) {
                next.put(account.partition().partition(), account.nextOffset());
            }
        }
        return next;
    }

    private static Consumer<byte[], byte[]> consumer(KafkaOptions kafka, String group) {
        Properties properties = new Properties();
        properties.setProperty("group.id", group);
        properties.setProperty("enable.auto.commit", "false");
        // an offset that is gone must be seen, not passed over
        properties.setProperty("auto.offset.reset", "none");
        // a member that was killed holds its partitions no longer than this
        properties.setProperty("session.timeout.ms", "10000");
        properties.setProperty("heartbeat.interval.ms", "2000");
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("max.poll.records", MAX_RECORDS);
        properties.setProperty("fetch.max.bytes", MAX_FETCH_BYTES);
        properties.setProperty("max.partition.fetch.bytes", MAX_PARTITION_BYTES);
        client(kafka).forEach(properties::put);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Optional<Health> health() {
        KafkaOptions kafka = options;
        if (kafka == null) {
            return Optional.empty();
        }
        List<String> paused = new ArrayList<>();
        for (SourceLoop loop : loops) {
            String why = loop.paused();
            if (why != null) {
                paused.add(why);
            }
            paused.addAll(loop.stuck());
        }
        BrokerProbe.Result probe = BrokerProbe.of(kafka.bootstrap());
        return Optional.of(
                new Health(probe.up(), probe.inWords(), paused.isEmpty() ? null : String.join("; ", paused)));
    }

    @Override
    public List<Account> accounts() {
        return books.accounts();
    }

    @Override
    public Map<String, Long> published() {
        Map<String, Long> positions = new HashMap<>(Publication.positions(database, ledger.tenant()));
        positions.remove(LetterFeed.NAME); // letters have no place in the log: each says itself whether it is published
        return positions;
    }

    @Override
    public List<DeadLetter> letters(boolean openOnly, long after, int limit) {
        return books.letters(openOnly, after, limit);
    }

    @Override
    public Optional<DeadLetter> letter(long id) {
        return books.letter(id);
    }

    @Override
    public Retried retry(long id) {
        return books.letter(id).map(letters::retry).orElse(new Retried(0, 0));
    }

    @Override
    public Retried retryAll() {
        return letters.retryAll();
    }

    @Override
    public boolean discard(long id) {
        boolean discarded = books.discard(id, ledger.clock().instant());
        if (discarded) {
            books.letter(id)
                    .map(DeadLetter::commitment)
                    .ifPresent(commitment -> letters.retryWaiting(Set.of(commitment)));
        }
        return discarded;
    }

    @Override
    public boolean reads(String topic) {
        return readers.containsKey(topic);
    }

    @Override
    public void close() {
        loops.forEach(SourceLoop::stop);
        publisherThreads.forEach(Thread::interrupt);
        List<Thread> all = new ArrayList<>(loopThreads);
        all.addAll(publisherThreads);
        for (Thread thread : all) {
            try {
                if (!thread.join(STOP_LIMIT)) {
                    LOGGER.warn("{} did not end within {}", thread.getName(), STOP_LIMIT);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
