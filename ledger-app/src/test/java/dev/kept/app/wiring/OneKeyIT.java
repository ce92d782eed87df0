package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.broker.TestBroker;
import dev.kept.app.importing.ImportReport;
import dev.kept.app.importing.Importer;
import dev.kept.app.ingest.KafkaOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key is recorded once for ever, whichever ways its fact comes.
class OneKeyIT {
    private static final int EACH = 334;
    private static final String LINE = """
            {"type":"made","commitment":"c","customer":"ACME","at":"2026-01-10T09:00:00Z",\
            "due":"2026-01-20T09:00:00Z","source":"erp","id":"the-key"}""";

    @TempDir
    Path folder;

    private static void send(String topic) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", TestBroker.address());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < EACH; i++) {
                producer.send(new ProducerRecord<>(topic, null, LINE.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private ImportReport importFile(RunningLedger ledger) throws IOException {
        Path file = folder.resolve("facts.jsonl");
        Files.write(file, Collections.nCopies(EACH, LINE));
        PrintStream quiet = new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Importer(Importer.Options.defaults(), InputStream.nullInputStream(), quiet, Clock.systemUTC())
                .run(List.of(file), new LocalSink(ledger.server().ledger()));
    }

    @Test
    void oneFactOfAThousandDeliveriesByKafkaRestAndFile() throws IOException, InterruptedException {
        String topic = TestBroker.topic(TestBroker.address(), 3);
        KafkaOptions kafka = new KafkaOptions(
                TestBroker.address(),
                "kept-us",
                List.of(new KafkaOptions.Topic(topic, null)),
                null,
                null,
                null,
                Map.of());
        try (RunningLedger ledger = RunningLedger.start(kafka)) {
            // when all three come at once
            send(topic);
            String array = "[" + String.join(",", Collections.nCopies(EACH, LINE)) + "]";
            assertThat(ledger.post("/v1/facts:batch", array).status()).isEqualTo(200);
            ImportReport imported = importFile(ledger);
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> ledger.get("/v1/sources").text().contains("\"consumed\":" + EACH));

            // then
            assertThat(imported.refused()).isZero();
            assertThat(ledger.server().ledger().log().head().size()).isEqualTo(1);
            assertThat(ledger.get("/v1/sources").text()).contains("\"balanced\":true", "\"refused\":0", "\"dead\":0");
        }
    }
}
