package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The live stream of facts and warnings.
@Timeout(180)
class StreamIT {
    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws IOException {
        ledger = RunningLedger.start(false, false);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static void promise(String id, Instant due) throws Exception {
        RunningLedger.Answer answer = ledger.post("/v1/commitments", """
                {"commitment":"%s","customer":"ACME","promisor":"anna","due":"%s"}
                """.formatted(id, due), "Idempotency-Key", id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private record Event(String name, String id, String data) {}

    /// The first events that come, until there are as many.
    private static List<Event> events(int wanted, String... headers) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response = client.send(
                    ledger.request("/v1/stream", headers).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            List<Event> events = new ArrayList<>();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String name = "";
                String id = "";
                String data = "";
                while (events.size() < wanted) {
                    String line = lines.readLine();
                    assertThat(line).isNotNull();
                    if (line.isEmpty()) {
                        if (!data.isEmpty()) {
                            events.add(new Event(name, id, data));
                        }
                        name = "";
                        data = "";
                    } else if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        data = line.substring(6);
                    }
                }
            }
            client.shutdownNow();
            return events;
        }
    }

    @Test
    void bringsFactsAndWarningsAndGoesOnWhereItWasLeft() throws Exception {
        // given a promise that is due in a moment, and others
        promise("first", Instant.now().plusSeconds(86_400));
        promise("soon", Instant.now().plusSeconds(2));
        promise("third", Instant.now().plusSeconds(86_400));

        // when followed from the beginning: three facts, and the warnings of the one that falls due
        List<Event> all = events(6, "Last-Event-ID", "0-0");

        // then
        assertThat(all.stream().filter(event -> event.name().equals("fact")).map(Event::data))
                .hasSize(3)
                .satisfiesExactly(
                        data -> assertThat(data).contains("\"first\""),
                        data -> assertThat(data).contains("\"soon\""),
                        data -> assertThat(data).contains("\"third\""));
        assertThat(all.stream().filter(event -> event.name().equals("warning")).map(Event::data))
                .hasSize(3)
                .satisfiesExactly(
                        data -> assertThat(data).contains("\"AT_RISK\"", "\"soon\""),
                        data -> assertThat(data).contains("\"DUE\"", "\"soon\""),
                        data -> assertThat(data).contains("\"OVERDUE\"", "\"soon\""));

        // and after the second event come the third and the following, each once
        assertThat(events(4, "Last-Event-ID", all.get(1).id())).isEqualTo(all.subList(2, 6));
        assertThat(ledger.get("/v1/warnings?limit=2").text()).contains("\"next\":\"/v1/warnings?after=");

        // and the same after a restart, with what is said from then on
        ledger = ledger.restarted();
        assertThat(events(4, "Last-Event-ID", all.get(1).id())).isEqualTo(all.subList(2, 6));
        promise("later", Instant.now().plusSeconds(2));
        List<Event> resumed = events(4, "Last-Event-ID", all.getLast().id());
        assertThat(resumed).extracting(Event::name).containsExactly("fact", "warning", "warning", "warning");
        assertThat(resumed).extracting(Event::data).allMatch(data -> data.contains("\"later\""));
    }

    @Test
    void whatIsNoEventIdIsRefused() throws Exception {
        RunningLedger.Answer answer = ledger.get("/v1/stream", "Last-Event-ID", "yesterday");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field("field")).isEqualTo("Last-Event-ID");
        assertThat(ledger.get("/v1/warnings?after=x").status()).isEqualTo(422);
    }
}
