package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The board, quick capture and webhooks over HTTP.
@Timeout(180)
class WatchOverHttpIT {
    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        ledger = RunningLedger.start(false, false);
        assertThat(calendar("default", "Europe/Berlin").status()).isEqualTo(201);
        assertThat(calendar("customer:Kiwi", "Pacific/Auckland").status()).isEqualTo(201);
    }

    private static RunningLedger.Answer calendar(String name, String zone) throws IOException, InterruptedException {
        String week =
                "{\"zone\":\"%s\",\"week\":{\"mon\":[\"09:00-17:00\"],\"tue\":[\"09:00-17:00\"]}}".formatted(zone);
        return ledger.send(ledger.request("/v1/calendars/" + name)
                .header("Authorization", "Bearer " + ledger.token())
                .PUT(HttpRequest.BodyPublishers.ofString(week))
                .build());
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static RunningLedger.Answer parse(String text) throws Exception {
        return ledger.post("/v1/commitments:parse", "{\"text\":\"" + text + "\"}");
    }

    private static JsonValue.JsonObject section(String query, String name) throws Exception {
        RunningLedger.Answer answer = ledger.get("/v1/board" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return (JsonValue.JsonObject) answer.json().get(name);
    }

    private static List<JsonValue> items(String query, String name) throws Exception {
        return ((JsonValue.JsonArray) section(query, name).get("items")).items();
    }

    @Test
    void aPromiseInWordsIsUnderstoodRecordedAndOnTheBoard() throws Exception {
        // when
        RunningLedger.Answer understood =
                ledger.post("/v1/commitments:parse", "{\"text\":\"Acme: call back in 2 hours\",\"promisor\":\"anna\"}");

        // then
        assertThat(understood.status()).isEqualTo(200);
        assertThat(understood.text())
                .contains("\"understood\":true", "\"customerKnown\":false", "\"zoneOf\":\"ledger\"");
        assertThat(understood.field("zone")).isEqualTo("Europe/Berlin");
        assertThat(understood.field("statement")).isEqualTo("call back");
        JsonValue.JsonObject line = (JsonValue.JsonObject) understood.json().get("line");

        // and its line records exactly that, once
        RunningLedger.Answer recorded = ledger.post("/v1/commitments", JsonWriter.text(line));
        assertThat(recorded.status()).as(recorded.text()).isEqualTo(201);
        assertThat(ledger.post("/v1/commitments", JsonWriter.text(line)).status())
                .isEqualTo(200);
        RunningLedger.Answer commitment = ledger.get("/v1/commitments/" + understood.field("commitment"));
        assertThat(commitment.field("due")).isEqualTo(understood.field("due"));
        assertThat(commitment.field("customer")).isEqualTo("Acme");
        assertThat(items("?days=1&promisor=anna", "upcoming").size()
                        + items("?days=1&promisor=anna", "dueToday").size())
                .isEqualTo(1);
        assertThat(items("?promisor=nobody&days=1", "upcoming")).isEmpty();

        // and the customer is known from now on, as are names alike
        assertThat(parse("Acme: quote in 3 days").text()).contains("\"customerKnown\":true", "\"near\":[]");
        assertThat(parse("ACME Inc: quote in 3 days").text())
                .contains("\"customerKnown\":false", "\"near\":[\"Acme\"]");
        assertThat(parse("Zebra: quote in 3 days").text()).contains("\"near\":[]");
    }

    @Test
    void daysAndWorkingTimeAreTheCustomers() throws Exception {
        assertThat(parse("Kiwi: quote by 2030-01-07").text())
                .contains(
                        "\"zone\":\"Pacific/Auckland\"", "\"zoneOf\":\"customer\"", "\"due\":\"2030-01-07T10:59:59Z\"")
                .contains("Monday, 7 January 2030, 23:59:59");
        assertThat(parse("Kiwi: answer within 2 working days").text())
                .contains("\"within\":\"P2D\",\"calendarOf\":\"customer\"");
        assertThat(parse("Acme: answer within 2 working days").text()).contains("\"calendar\":\"default\"");
        assertThat(ledger.post(
                                "/v1/commitments:parse",
                                "{\"text\":\"Acme: quote by 2030-01-07 12:00\",\"zone\":\"America/New_York\"}")
                        .text())
                .contains("\"zoneOf\":\"asked\"", "\"due\":\"2030-01-07T17:00:00Z\"");
    }

    @Test
    void whatIsNotClearComesBackAsAQuestion() throws Exception {
        RunningLedger.Answer answer = parse("Acme: quote by 5");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains(
                        "\"understood\":false",
                        "\"field\":\"due\"",
                        "\"value\":\"by 5\"",
                        "\"choices\":[\"5am\",\"5pm\"]");
        assertThat(parse("no customer").text()).contains("\"field\":\"customer\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/board?zone=Berlin          | zone
            /v1/board?days=-1              | days
            /v1/board?days=367             | days
            /v1/board?silentDays=0         | silentDays
            /v1/board?limit=501            | limit
            /v1/board?direction=US         | direction
            /v1/board?asOf=yesterday       | asOf
            """)
    void aBoardThatCannotBeIsRefusedByField(String path, String field) throws Exception {
        RunningLedger.Answer answer = ledger.get(path);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field("field")).isEqualTo(field);
        assertThat(answer.field("fix")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/commitments:parse | {}                                             | text
            /v1/commitments:parse | {"text":7}                                     | text
            /v1/commitments:parse | {"text":"A: b by noon","zone":"Mars"}          | zone
            /v1/commitments:parse | {"text":"A: b by noon","zoen":"UTC"}           | zoen
            /v1/webhooks          | {}                                             | url
            /v1/webhooks          | {"url":"http://127.0.0.1:9/x"}                 | url
            /v1/webhooks          | {"url":"https://127.0.0.1/x"}                  | url
            /v1/webhooks          | {"url":"https://[::1]/x"}                      | url
            /v1/webhooks          | {"url":"https://1.1.1.1/x","events":["x"]}     | events
            /v1/webhooks          | {"url":"https://1.1.1.1/x","event":"*"}        | event
            """)
    void bodiesThatCannotBeAreRefusedByField(String path, String body, String field) throws Exception {
        RunningLedger.Answer answer = ledger.post(path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.field("field")).isEqualTo(field);
    }

    @Test
    void aWebhooksSecretIsShownOnce() throws Exception {
        RunningLedger.Answer added =
                ledger.post("/v1/webhooks", "{\"url\":\"https://1.1.1.1/hook?key=abc\",\"events\":[\"warning.*\"]}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.field("secret")).startsWith("whsec_");
        String id = added.field("id");

        assertThat(ledger.get("/v1/webhooks", "Authorization", "Bearer " + ledger.token())
                        .text())
                .contains(id, "warning.overdue", "https://1.1.1.1/hook?…")
                .doesNotContain("whsec_", "abc");
        RunningLedger.Answer rotated = ledger.post("/v1/webhooks/" + id + "/rotate?overlapHours=2", "");
        assertThat(rotated.field("secret")).startsWith("whsec_").isNotEqualTo(added.field("secret"));
        assertThat(Instant.parse(rotated.field("oldSecretUntil")))
                .isAfter(Instant.now().plusSeconds(3_600));
        assertThat(ledger.post("/v1/webhooks/" + id + "/rotate?overlapHours=x", "")
                        .status())
                .isEqualTo(422);
        assertThat(ledger.post("/v1/webhooks/" + id + "/enable", "").field("status"))
                .isEqualTo("ok");
        assertThat(ledger.post("/v1/webhooks/wh_none/test", "").status()).isEqualTo(404);
        HttpRequest remove = ledger.request("/v1/webhooks/" + id)
                .header("Authorization", "Bearer " + ledger.token())
                .DELETE()
                .build();
        assertThat(ledger.send(remove).status()).isEqualTo(204);
        assertThat(ledger.send(remove).status()).isEqualTo(404);
        assertThat(ledger.send(ledger.request("/v1/webhooks/" + id).DELETE().build())
                        .status())
                .isEqualTo(401);
    }
}
