package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonBoolean;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What auditors ask of a running ledger: single facts, what later knowledge changed, and a replay.
class AuditOverHttpIT {
    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        ledger = RunningLedger.start(false, false);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            lines.append("""
                    {"type":"made","commitment":"o-%1$d","customer":"ACME","promisor":"ann","at":"2026-01-01T00:00:00Z","recordedAt":"2026-01-01T00:00:00Z","due":"2026-01-10T12:00:00Z","source":"erp","id":"%1$d-made"}
                    {"type":"met","commitment":"o-%1$d","at":"2026-01-09T00:00:00Z","recordedAt":"2026-02-09T00:00:00Z","evidence":"CONFIRMED","source":"erp","id":"%1$d-met"}
                    """.formatted(i));
        }
        assertThat(ledger.post(
                                "/v1/facts:batch?entrance=import",
                                lines.toString(),
                                "Content-Type",
                                "application/x-ndjson")
                        .field("refused"))
                .isEqualTo("0");
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void aFactShowsItsBytesAndAHashThatAnybodyCanComputeAgain() throws Exception {
        JsonObject fact = ledger.get("/v1/log/facts/3").json();

        assertThat(fact.get("position")).isEqualTo(new JsonNumber("3"));
        assertThat(fact.get("previousInStream")).isEqualTo(new JsonNumber("2"));
        assertThat(fact.get("nextInStream")).isNull();
        JsonObject hashes = object(fact, "hashes");
        assertThat(hashes.get("intact")).isEqualTo(new JsonBoolean(true));
        ByteArrayOutputStream leaf = new ByteArrayOutputStream();
        leaf.write(0);
        leaf.writeBytes(text(fact, "entry").getBytes(StandardCharsets.US_ASCII));
        assertThat(text(hashes, "leafHash")).isEqualTo(base64(sha256(leaf.toByteArray())));
        JsonObject stored = object(fact, "stored");
        ByteArrayOutputStream commitment = new ByteArrayOutputStream();
        commitment.writeBytes("commitment-ledger/payload/v1\n".getBytes(StandardCharsets.US_ASCII));
        commitment.writeBytes(Base64.getDecoder().decode(text(stored, "salt")));
        commitment.writeBytes(Base64.getDecoder().decode(text(stored, "payload")));
        assertThat(text(hashes, "payloadCommitment")).isEqualTo(base64(sha256(commitment.toByteArray())));
        assertThat(text(fact, "entry")).contains(text(hashes, "payloadCommitment"));
        assertThat(object(fact, "before").get("outcome")).isEqualTo(new JsonText("OPEN"));
        assertThat(object(fact, "after").get("outcome")).isEqualTo(new JsonText("MET"));
    }

    @Test
    void aPositionBeyondTheLogIsNotFoundAndNoNumberIsRefused() throws Exception {
        assertThat(ledger.get("/v1/log/facts/4711").field("code")).isEqualTo("UNKNOWN_FACT");
        assertThat(ledger.get("/v1/log/facts/first").field("code")).isEqualTo("BAD_FIELD");
    }

    @Test
    void theDifferenceBetweenTwoStatesOfKnowledgeComesInPages() throws Exception {
        String question =
                "/v1/customers/ACME/diff?knownThen=2026-01-31T00:00:00Z&knownNow=2026-03-01T00:00:00Z&limit=2";
        List<String> commitments = new ArrayList<>();
        String next = "";
        int pages = 0;
        do {
            JsonObject page = ledger.get(question + next).json();
            assertThat(page.get("changed")).isEqualTo(new JsonNumber("5"));
            ((JsonArray) page.get("changes"))
                    .items()
                    .forEach(change -> commitments.add(text((JsonObject) change, "commitment")));
            next = page.get("next") instanceof JsonText(String after) ? "&after=" + after : "";
            pages++;
        } while (!next.isEmpty());

        assertThat(pages).isEqualTo(3);
        assertThat(commitments).containsExactly("o-0", "o-1", "o-2", "o-3", "o-4");
        assertThat(ledger.get("/v1/diff?knownThen=2026-01-31T00:00:00Z").field("changed"))
                .isEqualTo("5");
    }

    @Test
    void aQuestionWithoutTheEarlierKnowledgeOrWithBothExchangedIsRefused() throws Exception {
        assertThat(ledger.get("/v1/diff").field("field")).isEqualTo("knownThen");
        assertThat(ledger.get("/v1/diff?knownThen=2026-03-01T00:00:00Z&knownNow=2026-01-31T00:00:00Z")
                        .field("fix"))
                .contains("exchange");
        assertThat(ledger.get("/v1/diff?knownThen=yesterday").status()).isEqualTo(422);
    }

    @Test
    void aReplayNeedsTheTokenAndSaysThatTheViewsFollowFromTheLog() throws Exception {
        assertThat(ledger.send(ledger.request("/v1/replay:check")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .status())
                .isEqualTo(401);

        JsonObject check = ledger.post("/v1/replay:check", "").json();

        assertThat(check.get("verdict")).isEqualTo(new JsonText("SAME"));
        assertThat(check.get("facts")).isEqualTo(new JsonNumber("10"));
        assertThat(((JsonArray) check.get("tables")).items()).hasSizeGreaterThan(6);
        assertThat(ledger.post("/v1/replay:rebuild", "").field("facts")).isEqualTo("10");
    }

    private static JsonObject object(JsonObject parent, String name) {
        return (JsonObject) parent.get(name);
    }

    private static String text(JsonObject parent, String name) {
        return ((JsonText) parent.get(name)).value();
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
