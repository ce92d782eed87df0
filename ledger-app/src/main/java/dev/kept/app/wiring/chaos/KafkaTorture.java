package dev.kept.app.wiring.chaos;

import dev.kept.app.broker.LocalBroker;
import dev.kept.app.wiring.DataFolder;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.store.LogDatabase;
import dev.kept.store.intake.IntakeBooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Two ledgers of one group take a topic into one database; broker and ledgers are killed under way, and members come
/// and go. At the end books, log and views are held against what was sent.
///
/// Records are sent in as many parts as there are cycles. Each kill waits until a good deal of its part is taken.
public final class KafkaTorture {
    static final int PARTITIONS = 4;

    private static final int NODES = 2;
    private static final int CONNECTIONS = 2;
    private static final int LONGEST_PAUSE_MILLIS = 200;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(3);
    private static final String TOPIC = "kept.chaos";
    private static final long LIMIT_SECONDS = 60;

    /// What one cycle does.
    public enum Blow {
        /// The broker's process is killed and started again.
        BROKER,
        /// A ledger's process is killed and another one started.
        LEDGER,
        /// A third ledger joins the group, or leaves it.
        MEMBER
    }

    /// Two kills of the broker and five of a ledger in seven cycles.
    private static final List<Blow> ROUND =
            List.of(Blow.LEDGER, Blow.BROKER, Blow.LEDGER, Blow.LEDGER, Blow.LEDGER, Blow.BROKER, Blow.LEDGER);

    private final Options options;
    private final Consumer<String> progress;
    private final Consignment sent;
    private final Path log;
    private final List<KafkaNode> nodes = new ArrayList<>();
    private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
    private int started;

    private KafkaTorture(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.sent = Consignment.of(options.seed(), options.commitments());
        this.log = options.directory().resolve("ledgers.log");
    }

    /// @param cycles kills, of ledgers alone if a fault is planted, each where it shows; else a member joins or leaves
    ///     beside every second one
    /// @param commitments that are reported, each by about five records
    /// @param directory where everything is kept, new or empty
    /// @param brokerJars the folder of a broker's jars
    /// @param mainClass runs the hidden command `torture-consumer`
    public record Options(
            int cycles,
            int commitments,
            long seed,
            Path directory,
            Path brokerJars,
            @Nullable KafkaFault fault,
            String mainClass) {}

    /// @param findings what is wrong; empty if nothing is
    public record Report(Map<Blow, Integer> blows, String books, long facts, List<String> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean clean() {
            return findings.isEmpty();
        }
    }

    /// @param progress gets a line after each cycle
    public static Report run(Options options, Consumer<String> progress) throws IOException, InterruptedException {
        KafkaTorture torture = new KafkaTorture(options, progress);
        try (EmbeddedPostgres server =
                        EmbeddedPostgres.start(options.directory().resolve("database"));
                LocalBroker broker = LocalBroker.start(
                        options.brokerJars(), options.directory().resolve("broker"), 0);
                LogDatabase database =
                        LogDatabase.open(server.jdbcUrl(), server.user(), server.password(), CONNECTIONS)) {
            IntakeBooks books = new IntakeBooks(KafkaWorker.TENANT, database);
            Inspection inspection = new Inspection(options, torture.sent, server);
            try {
                createTopic(broker);
                if (options.fault() == null) {
                    torture.run(server, broker, books, inspection);
                } else {
                    torture.runPlanted(options.fault(), server, broker, books, inspection);
                }
            } catch (IllegalStateException failure) {
                torture.nodes.forEach(KafkaNode::close);
                inspection.find("the run did not come to its end: " + failure.getMessage());
            }
            return inspection.report(torture.blows, books);
        } finally {
            torture.nodes.forEach(KafkaNode::close);
        }
    }

    private void run(EmbeddedPostgres server, LocalBroker broker, IntakeBooks books, Inspection inspection)
            throws IOException, InterruptedException {
        for (int i = 0; i < NODES; i++) {
            start(server, broker, false).awaitReady();
        }
        try (Producer<byte[], byte[]> producer = producer(broker)) {
            Random random = new Random(options.seed());
            int from = 0;
            for (int cycle = 1; cycle <= options.cycles(); cycle++) {
                int to = sent.records().size() * cycle / (options.cycles() + 1);
                send(producer, sent.records().subList(from, to));
                awaitConsumed(books, from + (to - from) / 3);
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                strike(cycle, server, broker, random);
                tell(cycle, books);
                from = to;
            }
            send(producer, sent.records().subList(from, sent.records().size()));
            producer.flush();
        }
        awaitConsumed(books, sent.records().size());
        inspection.awaitLetters(books);
        for (KafkaNode node : List.copyOf(nodes)) {
            node.stop();
        }
    }

    /// In each cycle a ledger walks into the moment at which its fault shows, alone, and another one goes on.
    private void runPlanted(
            KafkaFault fault, EmbeddedPostgres server, LocalBroker broker, IntakeBooks books, Inspection inspection)
            throws IOException, InterruptedException {
        try (Producer<byte[], byte[]> producer = producer(broker)) {
            int from = 0;
            for (int cycle = 1; cycle <= options.cycles(); cycle++) {
                KafkaNode victim = start(server, broker, true);
                victim.awaitReady();
                int to = sent.records().size() * cycle / options.cycles();
                List<Consignment.Sent> part = sent.records().subList(from, to);
                from = to;
                // Promises become no letters: each letter is kept once, which would hide that it was counted twice.
                send(producer, part.stream().filter(Consignment.Sent::isPromise).toList());
                victim.await(Trap.REACHED);
                if (!fault.showsInZombies()) {
                    victim.kill();
                }
                KafkaNode other = start(server, broker, false);
                other.awaitReady();
                if (fault.showsInZombies()) {
                    victim.await(Trap.PASSED);
                    victim.kill();
                }
                blows.merge(Blow.LEDGER, 1, Integer::sum);
                send(producer, part.stream().filter(one -> !one.isPromise()).toList());
                inspection.awaitStill(books);
                other.stop();
                nodes.clear();
                tell(cycle, books);
            }
        }
    }

    private void tell(int cycle, IntakeBooks books) {
        progress.accept("cycle " + cycle + " of " + options.cycles() + ": " + blows + ", " + consumed(books) + " of "
                + sent.records().size() + " records taken");
    }

    private void strike(int cycle, EmbeddedPostgres server, LocalBroker broker, Random random)
            throws IOException, InterruptedException {
        Blow blow = ROUND.get((cycle - 1) % ROUND.size());
        switch (blow) {
            case BROKER -> {
                broker.kill();
                broker.restart();
            }
            default -> {
                KafkaNode victim = nodes.remove(random.nextInt(nodes.size()));
                victim.kill();
                start(server, broker, false);
            }
        }
        blows.merge(blow, 1, Integer::sum);
        if (cycle % 4 == 2) {
            start(server, broker, false);
            blows.merge(Blow.MEMBER, 1, Integer::sum);
        } else if (nodes.size() > NODES) {
            KafkaNode leaver = nodes.removeFirst();
            leaver.awaitReady();
            leaver.stop();
            blows.merge(Blow.MEMBER, 1, Integer::sum);
        }
    }

    private KafkaNode start(EmbeddedPostgres server, LocalBroker broker, boolean trapped) throws IOException {
        started++;
        KafkaNode node = KafkaNode.start(
                options.mainClass(),
                new KafkaWorker.Options(
                        DataFolder.at(options.directory()).ofAnotherNode("node-" + started),
                        server.jdbcUrl(),
                        server.user(),
                        server.password(),
                        broker.address(),
                        TOPIC,
                        options.seed() + started,
                        options.fault(),
                        trapped),
                log);
        nodes.add(node);
        return node;
    }

    private static void createTopic(LocalBroker broker) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the topic cannot be made", failure);
        }
    }

    /// Idempotent, so that what is sent around a kill of the broker is in the topic once and in order.
    private static Producer<byte[], byte[]> producer(LocalBroker broker) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker.address());
        properties.setProperty("enable.idempotence", "true");
        properties.setProperty("delivery.timeout.ms", "180000");
        properties.setProperty("linger.ms", "5");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void send(Producer<byte[], byte[]> producer, List<Consignment.Sent> part) {
        for (Consignment.Sent one : part) {
            producer.send(new ProducerRecord<>(
                    TOPIC,
                    one.key().getBytes(StandardCharsets.UTF_8),
                    one.body().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static long consumed(IntakeBooks books) {
        return books.accounts().stream()
                .mapToLong(account -> account.tally().consumed())
                .sum();
    }

    private void awaitConsumed(IntakeBooks books, long records) throws InterruptedException {
        long end = System.nanoTime() + PROGRESS_LIMIT.toNanos();
        while (consumed(books) < records) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + consumed(books) + " of " + records
                        + " records are taken after " + PROGRESS_LIMIT + ", see " + log);
            }
            for (KafkaNode node : nodes) {
                if (!node.alive()) {
                    throw new IllegalStateException("a ledger ended by itself, see " + log);
                }
            }
            Thread.sleep(POLL);
        }
    }
}
