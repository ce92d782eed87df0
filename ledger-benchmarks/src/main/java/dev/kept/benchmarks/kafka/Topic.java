package dev.kept.benchmarks.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A topic of the broker that is measured with, written once and read by everybody alike.
record Topic(String broker, String name) {
    static final int PARTITIONS = 3;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LIMIT_SECONDS = 60;

    /// What is done with the records of one poll, before the next.
    @FunctionalInterface
    interface Use {
        /// @return whether to go on
        boolean take(ConsumerRecords<byte[], byte[]> polled) throws Exception;
    }

    static Topic create(String broker, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        return new Topic(broker, name);
    }

    Producer<byte[], byte[]> producer() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker);
        properties.setProperty("linger.ms", "2");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Reads from the beginning in a group of its own, with the ledger's own settings.
    void read(String group, Use use) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker);
        properties.setProperty("group.id", group);
        properties.setProperty("enable.auto.commit", "false");
        properties.setProperty("auto.offset.reset", "earliest");
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("max.poll.records", "1000");
        properties.setProperty("fetch.max.bytes", Integer.toString(8 << 20));
        properties.setProperty("max.partition.fetch.bytes", Integer.toString(1 << 20));
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(name));
            boolean more = true;
            while (more) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                if (!polled.isEmpty()) {
                    more = use.take(polled);
                    consumer.commitSync();
                }
            }
        }
    }
}
