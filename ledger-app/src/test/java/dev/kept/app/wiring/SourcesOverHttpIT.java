package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.broker.TestBroker;
import dev.kept.app.ingest.KafkaOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/// The books and the letters as people and programs see them, and who may try letters again.
class SourcesOverHttpIT {
    private static void send(String topic, String... bodies) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", TestBroker.address());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String body : bodies) {
                producer.send(new ProducerRecord<>(
                        topic, "ACME".getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static HttpRequest form(RunningLedger ledger, String body, String cookie) {
        return HttpRequest.newBuilder(URI.create(ledger.url() + "/sources"))
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void showsEveryRecordAndLetsLettersBeSettledByWhoHasTheToken() throws IOException, InterruptedException {
        String topic = TestBroker.topic(TestBroker.address(), 1);
        KafkaOptions kafka = new KafkaOptions(
                TestBroker.address(),
                "kept-us",
                List.of(new KafkaOptions.Topic(topic, null)),
                null,
                null,
                null,
                Map.of());
        try (RunningLedger ledger = RunningLedger.start(kafka)) {
            // given
            send(topic, """
                    {"type":"made","commitment":"c","customer":"ACME","at":"2026-01-10T09:00:00Z",
                     "due":"2026-01-20T09:00:00Z","source":"erp","id":"1"}""", "<b>poison</b>", "more poison");
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> ledger.get("/metrics")
                            .text()
                            .contains("kept_intake_consumed_records{source=\"" + topic + "\"} 3"));

            // then the books are exact everywhere
            assertThat(ledger.get("/v1/sources").text())
                    .contains("\"consumed\":3", "\"applied\":1", "\"dead\":2", "\"balanced\":true");
            assertThat(ledger.get("/metrics").text())
                    .contains("kept_intake_records{source=\"" + topic + "\",end=\"dead\"} 2", "kept_kafka_up 1");
            assertThat(ledger.get("/v1/health").field("kafka")).isEqualTo("UP " + TestBroker.address());
            var page = Jsoup.parse(ledger.get("/sources").text());
            assertThat(page.select("main b"))
                    .as("what came in is text, not markup")
                    .isEmpty();
            assertThat(page.select("main").text()).contains("<b>poison</b>", "exact", topic);
            assertThat(page.select("main button:not([disabled])"))
                    .as("a guest's controls say why they are off")
                    .isEmpty();
            assertThat(page.select("#letters-closed").text()).contains("Sign in");

            // and letters are tried and given up only with the token
            assertThat(ledger.get("/v1/dead-letters/1").field("standing")).isEqualTo("DEAD");
            assertThat(ledger.post("/v1/dead-letters/1/retry", "").text()).isEqualTo("{\"tried\":1,\"settled\":0}");
            assertThat(ledger.get("/v1/dead-letters/1").field("attempts")).isEqualTo("2");
            assertThat(ledger.get("/v1/dead-letters/99").status()).isEqualTo(404);
            assertThat(ledger.send(ledger.request("/v1/dead-letters/1/discard")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build())
                            .status())
                    .isEqualTo(401);
            assertThat(ledger.send(form(ledger, "act=discard&letter=1", "")).status())
                    .isEqualTo(401);
            String cookie = ledger.send(
                            HttpRequest.newBuilder(URI.create(ledger.server().signInLink()))
                                    .build())
                    .header("Set-Cookie")
                    .replaceFirst(";.*", "");
            var mine = Jsoup.parse(ledger.get("/sources", "Cookie", cookie).text());
            assertThat(mine.select("main button[disabled]")).isEmpty();
            String csrf = mine.select("main [name=csrf]").attr("value");
            assertThat(ledger.send(form(ledger, "act=discard&letter=1", cookie)).status())
                    .isEqualTo(403);
            assertThat(ledger.send(form(ledger, "act=retry&letter=1&csrf=" + csrf, cookie))
                            .text())
                    .contains("1 letter tried again, 0 settled");
            assertThat(ledger.send(form(ledger, "act=discard&letter=1&csrf=" + csrf, cookie))
                            .text())
                    .contains("Letter 1 is given up");
            assertThat(ledger.post("/v1/dead-letters/2/discard", "").text()).isEqualTo("{\"discarded\":true}");
            assertThat(ledger.get("/v1/dead-letters").text()).isEqualTo("{\"items\":[]}");
            assertThat(ledger.get("/v1/dead-letters?state=all").text()).contains("\"resolution\":\"discarded\"");
            assertThat(ledger.get("/v1/sources").text()).contains("\"consumed\":3", "\"balanced\":true");
        }
    }
}
