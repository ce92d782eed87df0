package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/// The example that an upstream service begins with is compiled and run, and its promise arrives.
class EmitPromiseIT {
    private static Path example() {
        Path beside = Path.of("..", "examples", "EmitPromise.java");
        return Files.exists(beside) ? beside : Path.of("examples", "EmitPromise.java");
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    @Test
    void emitsAPromiseThatTheLedgerRecords() throws IOException, InterruptedException {
        try (IngestLedger kafka = IngestLedger.start(null)) {
            // when
            Process emitter = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            jarOf(KafkaProducer.class) + ":" + jarOf(Logger.class),
                            example().toString(),
                            kafka.broker,
                            kafka.topic,
                            "order-10248")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(emitter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(emitter.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(emitter.exitValue()).as(said).isZero();

            // then
            assertThat(kafka.awaitConsumed(1)).isEqualTo(new Tally(1, 1, 0, 0, 0, 0));
            assertThat(kafka.facts().getFirst().stream()).contains("order-10248");
        }
    }
}
