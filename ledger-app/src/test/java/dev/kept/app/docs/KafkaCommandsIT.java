package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/// Kafka as a newcomer meets it: the demonstration with its broker, a second ledger of the same
/// name on that broker, and its letters.
class KafkaCommandsIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Pattern BROKER = Pattern.compile("Kafka +(127\\.0\\.0\\.1:[0-9]+), facts to kept\\.facts");

    private static String broker(String said) {
        Matcher matcher = BROKER.matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return matcher.group(1);
    }

    private static void send(String broker, String... bodies) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String body : bodies) {
                producer.send(new ProducerRecord<>(
                        "kept.facts", "ACME".getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /// What lies in the topic of dead letters, once there is anything.
    private static List<ConsumerRecord<byte[], byte[]>> letters(String broker) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", broker);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("kept.facts.dlt").stream()
                    .map(partition -> new TopicPartition("kept.facts.dlt", partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return !records.isEmpty();
            });
        }
        return records;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void takesFactsSettlesLettersAndSaysWhenTheBrokerIsGone() throws Exception {
        Kept demo = Kept.fresh();
        Kept other = Kept.fresh();
        try (Kept.Serving demonstration = demo.serve("./kept demo --kafka", "Ctrl-C stops it")) {
            String broker = broker(demonstration.said());
            try (Kept.Serving _ = other.serve("./kept serve --kafka " + broker, "Ctrl-C stops it")) {
                // when an upstream system writes a promise, a fact that cannot be read, and one without its target
                send(broker, """
                        {"type":"made","commitment":"from-kafka","customer":"ACME","at":"2026-01-10T09:00:00Z",
                         "due":"2026-01-20T09:00:00Z","source":"erp","id":"1"}""", "{\"type\":\"made\",\"commitment\":\"half\"}", """
                        {"type":"confirmed","commitment":"from-kafka","target":{"source":"erp","id":"99"},"by":"promisee",
                         "at":"2026-01-21T09:00:00Z","source":"erp","id":"2"}""");

                // then both ledgers have the promise, and every record is accounted for
                await().atMost(LIMIT)
                        .until(() -> other.get("/v1/dead-letters").body().contains("\"id\":2"));
                await().atMost(LIMIT)
                        .until(() -> demo.get("/v1/commitments/from-kafka").statusCode() == 200);
                assertThat(other.get("/v1/commitments/from-kafka").statusCode()).isEqualTo(200);
                assertThat(other.get("/v1/sources").body())
                        .contains("\"consumed\":3", "\"applied\":1", "\"balanced\":true");
                assertThat(other.get("/v1/health").body()).contains("\"kafka\":\"UP " + broker + "\"");

                // and the letters are listed, tried again and given up
                Kept.Run listed = other.run("./kept letters");
                assertThat(listed.exitCode()).as(listed.err()).isZero();
                assertThat(listed.out().lines()).hasSize(2);
                assertThat(listed.out()).contains("DEAD\tkept.facts-", "half", "customer", "REFUSED");
                assertThat(other.run("./kept letters --retry 1").out()).isEqualTo("{\"tried\":1,\"settled\":0}\n");
                assertThat(other.run("./kept letters --discard 1").out()).isEqualTo("{\"discarded\":true}\n");
                send(broker, """
                        {"type":"met","commitment":"from-kafka","at":"2026-01-15T09:00:00Z","source":"erp","id":"99"}""");
                await().atMost(LIMIT)
                        .until(() -> other.get("/v1/dead-letters").body().equals("{\"items\":[]}"));
                assertThat(other.run("./kept letters").out()).isEmpty();
                assertThat(other.run("./kept letters --retry-all").out()).isEqualTo("{\"tried\":0,\"settled\":0}\n");
                Kept.Run unknown = other.run("./kept letters --retry 77");
                assertThat(unknown.exitCode()).isEqualTo(1);
                assertThat(unknown.err().lines())
                        .singleElement()
                        .asString()
                        .contains("77")
                        .doesNotContain("again", "{");

                // and who sent what could not be read finds it again
                ConsumerRecord<byte[], byte[]> letter = letters(broker).getFirst();
                assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains("half");
                assertThat(header(letter, "kept_cause")).contains("customer");
                assertThat(header(letter, "kept_topic")).isEqualTo("kept.facts");

                // and when the broker goes with its demonstration, the other ledger says so and still answers
                demonstration.stop();
                await().atMost(LIMIT)
                        .until(() -> other.get("/v1/health").body().contains("DOWN " + broker + " refused"));
                assertThat(other.get("/v1/health").body()).contains("\"status\":\"DEGRADED\"");
                assertThat(other.get("/v1/commitments/from-kafka").statusCode()).isEqualTo(200);
            }
        }
    }
}
