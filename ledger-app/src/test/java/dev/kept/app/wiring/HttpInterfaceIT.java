package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.scoring.Policy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The HTTP interface as its callers use it.
class HttpInterfaceIT {
    private static final String FACT = """
            {"type":"noticed","commitment":"%s","by":"promisee","at":"2026-01-21T09:00:00Z","source":"form","id":"%s"}""";
    private static final String SERIES = """
            {"rule":"FREQ=DAILY","start":"2026-01-01","zone":"UTC","ahead":"P3D","due":{"time":"10:00"},
             "customer":"SERIES","promisor":"anna","kind":"call","statement":"Daily call","tier":"minor"}""";

    private static RunningLedger ledger;

    @BeforeAll
    static void startLedger() throws IOException {
        ledger = RunningLedger.start(false, false);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
    }

    private static String made(String commitment, String customer) {
        return """
                {"commitment":"%s","customer":"%s","promisor":"anna","at":"2026-01-10T09:00:00Z",
                 "due":"2026-01-20T09:00:00Z","evidence":"SYSTEM"}""".formatted(commitment, customer);
    }

    @Test
    void givesOneAnswerToAThousandPostsOfOneKey() throws Exception {
        // given
        String body = made("parallel", "PARALLEL");
        List<Callable<RunningLedger.Answer>> posts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            posts.add(() -> ledger.post("/v1/commitments", body, "Idempotency-Key", "one-key"));
        }

        // when
        List<Future<RunningLedger.Answer>> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(64)) {
            answers = callers.invokeAll(posts);
        }

        // then
        Set<String> texts = new HashSet<>();
        int created = 0;
        for (Future<RunningLedger.Answer> answer : answers) {
            texts.add(answer.get().text());
            assertThat(answer.get().status()).as(answer.get().text()).isIn(200, 201);
            created += answer.get().status() == 201 ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
        assertThat(texts).hasSize(1);
        assertThat(ledger.get("/v1/commitments/parallel").field("version")).isEqualTo("1");
    }

    @Test
    void namesBothFingerprintsWhereOneKeyHasTwoContents() throws Exception {
        // given
        String first = ledger.post("/v1/commitments", made("conflict", "A"), "Idempotency-Key", "k-1")
                .field("fingerprint");

        // when
        RunningLedger.Answer second = ledger.post("/v1/commitments", made("conflict", "B"), "Idempotency-Key", "k-1");

        // then
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.field("code")).isEqualTo("CONFLICTING_DUPLICATE");
        assertThat(second.field("detail")).contains(first).containsPattern("this one has [0-9a-f]{64}");
    }

    @Test
    void answersABatchItemByItem() throws Exception {
        // when
        RunningLedger.Answer answer = ledger.post("/v1/facts:batch", """
                [{"type":"made","commitment":"b-1","customer":"BATCH","due":"2026-12-20T09:00:00Z","source":"erp","id":"b-1"},
                 {"type":"made","commitment":"b-1","customer":"BATCH","due":"2026-12-20T09:00:00Z","source":"erp","id":"b-1"},
                 {"type":"met","commitment":"b-2","source":"erp","id":"b-2"},
                 {"type":"vanished","commitment":"b-1"},
                 {"type":"met","commitment":"b-1","evidence":"SYSTEM","source":"erp","id":"b-1-met"}]""");

        // then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.field("recorded")).isEqualTo("2");
        assertThat(answer.field("duplicate")).isEqualTo("1");
        assertThat(answer.field("refused")).isEqualTo("2");
        assertThat(statuses(answer)).containsExactly("recorded", "duplicate", "refused", "refused", "recorded");
        assertThat(ledger.get("/v1/commitments/b-1").field("outcome")).isEqualTo("MET");
    }

    private static List<String> statuses(RunningLedger.Answer answer) {
        List<String> statuses = new ArrayList<>();
        if (answer.json().get("results") instanceof JsonValue.JsonArray(List<JsonValue> results)) {
            for (JsonValue result : results) {
                if (result instanceof JsonValue.JsonObject object
                        && object.get("status") instanceof JsonValue.JsonText(String status)) {
                    statuses.add(status);
                }
            }
        }
        return statuses;
    }

    @Test
    void keepsIdsWhateverCharactersTheyHold() throws Exception {
        // given
        String id = "a/b ü?#%1";
        String path = "/v1/commitments/a%2Fb%20%C3%BC%3F%23%251";

        // when
        int status = ledger.post("/v1/commitments", made(id, "SLASH")).status();
        int met = ledger.post(
                        path + "/facts", "{\"type\":\"met\",\"evidence\":\"SYSTEM\",\"at\":\"2026-01-11T09:00:00Z\"}")
                .status();

        // then
        assertThat(status).isEqualTo(201);
        assertThat(met).isEqualTo(201);
        assertThat(ledger.get(path).field("commitment")).isEqualTo(id);
        assertThat(ledger.get(path).field("outcome")).isEqualTo("MET");
    }

    @Test
    void readsWhatWasKnownThen() throws Exception {
        // given
        ledger.post("/v1/facts:batch?entrance=import", """
                [{"type":"made","commitment":"t-1","customer":"TIME","at":"2026-01-10T09:00:00Z","recordedAt":"2026-01-10T09:00:00Z","due":"2026-01-20T09:00:00Z"},
                 {"type":"missed","commitment":"t-1","at":"2026-01-21T09:00:00Z","recordedAt":"2026-01-21T09:00:00Z"},
                 {"type":"met","commitment":"t-1","at":"2026-01-19T09:00:00Z","recordedAt":"2026-02-05T09:00:00Z"}]""");

        // when, then
        assertThat(ledger.get("/v1/commitments/t-1").field("outcome")).isEqualTo("MET");
        assertThat(ledger.get("/v1/commitments/t-1?knownAt=2026-02-01T00:00:00Z")
                        .field("outcome"))
                .isEqualTo("MISSED");
        assertThat(ledger.get("/v1/commitments/t-1?asOf=2026-01-15T00:00:00%2B01:00")
                        .field("outcome"))
                .isEqualTo("OPEN");
        assertThat(ledger.get("/v1/commitments/t-1?asOf=2026-01-01T00:00:00Z").status())
                .isEqualTo(404);
        assertThat(ledger.get("/v1/commitments/t-1?asOf=tomorrow").field("code"))
                .isEqualTo("BAD_TIME");
        assertThat(ledger.get("/v1/stats?by=customer&asOf=2026-01-22T00:00:00Z&knownAt=2026-02-01T00:00:00Z")
                        .text())
                .contains("\"key\":\"TIME\",\"made\":1,\"on_time\":0,\"late\":0,\"partly\":0,\"missed\":1");
    }

    @Test
    void pagesThroughAListByTheAddressItGives() throws Exception {
        // given
        for (int i = 0; i < 7; i++) {
            ledger.post("/v1/commitments", made("page " + i, "PAGES & Söhne"));
        }

        // when
        List<String> seen = new ArrayList<>();
        String next = "/v1/commitments?customer=PAGES%20%26%20S%C3%B6hne&limit=3&state=open";
        int pages = 0;
        while (!next.isEmpty()) {
            RunningLedger.Answer page = ledger.get(next);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            if (page.json().get("items") instanceof JsonValue.JsonArray(List<JsonValue> items)) {
                for (JsonValue item : items) {
                    if (item instanceof JsonValue.JsonObject object
                            && object.get("commitment") instanceof JsonValue.JsonText(String id)) {
                        seen.add(id);
                    }
                }
            }
            next = page.field("next");
            pages++;
        }

        // then
        assertThat(pages).isEqualTo(3);
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void refusesAWriteWithoutTheTokenAndAStrangersHost() throws Exception {
        // when
        HttpRequest withoutToken = ledger.request("/v1/commitments")
                .POST(HttpRequest.BodyPublishers.ofString(made("stolen", "X")))
                .build();
        HttpRequest wrongToken = ledger.request("/v1/commitments", "Authorization", "Bearer 0000")
                .POST(HttpRequest.BodyPublishers.ofString(made("stolen", "X")))
                .build();

        // then
        assertThat(ledger.send(withoutToken).status()).isEqualTo(401);
        assertThat(ledger.send(wrongToken).status()).isEqualTo(401);
        assertThat(statusLine("GET /v1/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .contains("421");
        assertThat(statusLine("GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains("200");
        assertThat(ledger.get("/v1/commitments/stolen").status()).isEqualTo(404);
    }

    private static String statusLine(String request) throws IOException {
        URI address = URI.create(ledger.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    /// Every route that takes a body, and one it takes; `curl -d` calls each a form, and `curl -F` tears it in parts.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/x-www-form-urlencoded",
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x"
            })
    void readsABodyTheSameWhateverItIsCalled(String type) throws Exception {
        // given
        String id = type.isEmpty() ? "called-nothing" : "called-" + type.replaceAll("[^a-z]+", "-");
        String policy = Policy.kyw1().canonicalJson();
        String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};

        // when, then
        assertThat(ledger.post("/v1/commitments", made(id, "F"), headers).status())
                .isEqualTo(201);
        assertThat(ledger.post(
                                "/v1/commitments/" + id + "/facts",
                                "{\"type\":\"met\",\"source\":\"form\",\"id\":\"" + id + "-met\"}",
                                headers)
                        .status())
                .isEqualTo(201);
        assertThat(ledger.post("/v1/facts:batch?entrance=import", "[" + FACT.formatted(id, id) + "]", headers)
                        .field("recorded"))
                .isEqualTo("1");
        assertThat(ledger.post("/v1/customers/F/score?reasons=none", policy, headers)
                        .status())
                .isEqualTo(200);
        assertThat(ledger.post("/v1/policies/kyw-1:whatif?rows=5", policy, headers)
                        .status())
                .isEqualTo(200);
        assertThat(ledger.post("/v1/commitments:parse", "{\"text\":\"Acme: quote by Friday noon\"}", headers)
                        .status())
                .isEqualTo(200);
        assertThat(put("/v1/calendars/" + id, "{\"zone\":\"UTC\",\"week\":{\"mon\":[\"09:00-17:00\"]}}", headers)
                        .status())
                .isEqualTo(201);
        assertThat(put("/v1/series/" + id, SERIES, headers).status()).isEqualTo(201);
        assertThat(put("/v1/series/" + id, "a".repeat(300_000), headers).field("code"))
                .isEqualTo("TOO_LARGE");
        assertThat(ledger.post("/v1/score", "a=" + "a".repeat(300_000), headers).status())
                .isEqualTo(413);
        assertThat(ledger.post("/v1/facts:batch", "a=" + "a".repeat(300_000), headers)
                        .field("field"))
                .isEqualTo("(body)");
    }

    private static RunningLedger.Answer put(String path, String body, String... headers) throws Exception {
        return ledger.send(ledger.request(path, headers)
                .header("Authorization", "Bearer " + ledger.token())
                .header("Idempotency-Key", path + " " + body.length())
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        assertThat(ledger.post("/v1/commitments", "{\"x\":\"" + "a".repeat(300_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(ledger.post("/v1/commitments", "{\"type\":\"made\",\"statement\":\"" + "a".repeat(5_000) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(ledger.post("/v1/facts:batch", "[" + "{},".repeat(1_000) + "{}]")
                        .status())
                .isEqualTo(422);
        assertThat(ledger.post("/v1/commitments", "[".repeat(40) + "]".repeat(40))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answersNotModifiedAndChecksTheVersionSeen() throws Exception {
        // given
        ledger.post("/v1/commitments", made("etag", "E"));
        ledger.post(
                "/v1/commitments/etag/facts",
                "{\"type\":\"met\",\"at\":\"2026-01-11T09:00:00Z\",\"evidence\":\"SYSTEM\"}");
        String tag = ledger.get("/v1/commitments/etag").header("ETag");

        // when, then
        assertThat(tag).isEqualTo("\"2\"");
        assertThat(ledger.get("/v1/commitments/etag", "If-None-Match", tag).status())
                .isEqualTo(304);
        assertThat(ledger.post(
                                "/v1/commitments/etag/facts",
                                "{\"type\":\"noticed\",\"by\":\"promisee\"}",
                                "If-Match",
                                tag)
                        .status())
                .isEqualTo(201);
        assertThat(ledger.post("/v1/commitments/etag/facts", "{\"type\":\"disclosed\"}", "If-Match", tag)
                        .status())
                .isEqualTo(409);
    }

    @Test
    void saysWhatIsNotThere() throws Exception {
        assertThat(ledger.get("/v1/facts/0192f0c1-7c3e-7a10-8000-0000000000a1").field("code"))
                .isEqualTo("UNKNOWN_FACT");
        assertThat(ledger.get("/v1/facts/no-id").status()).isEqualTo(404);
        assertThat(ledger.get("/v1/customers/nobody").status()).isEqualTo(404);
        assertThat(ledger.get("/v1/stats?by=weather").field("fix")).contains("customer");
        assertThat(ledger.get("/v1/commitments?limit=0").status()).isEqualTo(422);
        assertThat(ledger.get("/v1/commitments?cursor=%25").status()).isEqualTo(422);
        assertThat(ledger.get("/v1/commitments?state=happy").field("fix")).contains("met_late");
    }
}
