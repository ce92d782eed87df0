package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Direction;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ExportedScores;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Scores, their history and what-if, as anybody reads them.
class ScoresOverHttpIT {
    private static final String AT = "asOf=2026-03-01T00:00:00Z&knownAt=2026-03-01T00:00:00Z";
    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        ledger = RunningLedger.start(false, false);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            String customer = i < 9 ? "ACME" : "VINET";
            lines.append("""
                    {"type":"made","commitment":"o-%1$d","customer":"%2$s","promisor":"ann","kind":"ship","tier":"standard","at":"2026-01-%3$02dT00:00:00Z","recordedAt":"2026-01-%3$02dT00:00:00Z","due":"2026-01-%4$02dT12:00:00Z","source":"erp","id":"%1$d-made"}
                    """.formatted(i, customer, i + 1, i + 5));
            if (i % 4 != 3) {
                lines.append("""
                        {"type":"met","commitment":"o-%1$d","at":"2026-01-%2$02dT00:00:00Z","recordedAt":"2026-02-%2$02dT00:00:00Z","evidence":"CONFIRMED","source":"erp","id":"%1$d-met"}
                        """.formatted(i, i % 3 == 0 ? i + 7 : i + 4));
            }
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
    void theScoreExplainsItselfAndReadsTheSameWithoutReasons() throws Exception {
        JsonObject whole = ledger.get("/v1/customers/ACME/score?" + AT).json();
        JsonObject alone =
                ledger.get("/v1/customers/ACME/score?reasons=none&" + AT).json();
        JsonObject top =
                ledger.get("/v1/customers/ACME/score?reasons=top&" + AT).json();

        assertThat(whole.members()).containsKeys("contributions", "reasons", "rangeReasons", "policyHash");
        assertThat(text(whole, "explanation")).startsWith("The score is our estimate, out of 100");
        assertThat(alone.members()).doesNotContainKeys("contributions", "reasons");
        assertThat(top.members()).doesNotContainKey("contributions").containsKey("reasons");
        alone.members()
                .forEach((name, value) -> assertThat(whole.get(name)).as(name).isEqualTo(value));
    }

    @Test
    void rollUpsAreReadByAnyFilter() throws Exception {
        assertThat(ledger.get("/v1/score?" + AT).field("promises")).isEqualTo("12");
        assertThat(ledger.get("/v1/score?direction=all&" + AT).field("promises"))
                .isEqualTo("12");
        assertThat(ledger.get("/v1/score?kind=ship&customer=VINET&" + AT).field("promises"))
                .isEqualTo("3");
        assertThat(ledger.get("/v1/promisors/ann/score?" + AT).field("promises"))
                .isEqualTo("12");
        assertThat(ledger.get("/v1/score?direction=by_customer&" + AT).field("promises"))
                .isEqualTo("0");
        assertThat(ledger.get("/v1/score?direction=sideways").status()).isEqualTo(422);
    }

    @Test
    void aPolicyOfOnesOwnIsTriedWithoutWritingAnything() throws Exception {
        String policy = Policy.kyw1().canonicalJson().replace("\"halfLifeDays\":180", "\"halfLifeDays\":20");

        var own = ledger.post("/v1/customers/ACME/score?" + AT, policy);
        assertThat(own.field("policyHash"))
                .isEqualTo(Policy.parse(policy.getBytes(StandardCharsets.UTF_8)).hash());
        assertThat(own.field("score"))
                .isNotEqualTo(ledger.get("/v1/customers/ACME/score?" + AT).field("score"));

        JsonObject whatIf =
                ledger.post("/v1/policies/kyw-1:whatif?rows=5&" + AT, policy).json();
        List<JsonValue> rows = ((JsonArray) whatIf.members().get("rows")).items();
        assertThat(rows).hasSize(2);
        JsonObject acme = (JsonObject) rows.stream()
                .filter(row -> text((JsonObject) row, "customer").equals("ACME"))
                .findFirst()
                .orElseThrow();
        assertThat(text((JsonObject) acme.members().get("after"), "score")).isEqualTo(own.field("score"));
    }

    @Test
    void aPolicyThatIsNotValidIsRefusedWithFieldValueAndFix() throws Exception {
        String policy = Policy.kyw1().canonicalJson().replace("\"breachCapPpm\":800000", "\"breachCapPpm\":900000");

        var refused = ledger.post("/v1/policies/kyw-1:whatif", policy);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.field("code")).isEqualTo("BAD_POLICY");
        assertThat(refused.field("field")).isEqualTo("credit.breachCapPpm");
        assertThat(refused.field("value")).isEqualTo("900000");
        assertThat(refused.field("fix")).contains("verdict.passPpm");
        assertThat(ledger.post("/v1/score", "{").status()).isEqualTo(400);
    }

    @Test
    void historyShowsWhatWasShownAndRestatementsNameTheFactsBehind() throws Exception {
        String query = "from=2026-01-15T00:00:00Z&asOf=2026-03-01T00:00:00Z&step=5";
        JsonObject history = ledger.get("/v1/customers/ACME/history?" + query).json();
        JsonObject restated =
                ledger.get("/v1/customers/ACME/restatements?" + query).json();

        List<JsonValue> points = ((JsonArray) history.members().get("points")).items();
        assertThat(points).hasSize(10);
        assertThat(text((JsonObject) points.getLast(), "asOf")).isEqualTo("2026-03-01T00:00:00Z");
        List<JsonValue> items = ((JsonArray) restated.members().get("items")).items();
        assertThat(items).isNotEmpty().hasSizeLessThan(10);
        JsonObject first = (JsonObject) items.getFirst();
        JsonObject cause =
                (JsonObject) ((JsonArray) first.members().get("causes")).items().getFirst();
        assertThat(text(cause, "type")).isEqualTo("met");
        assertThat(ledger.get("/v1/facts/" + text(cause, "factId")).field("commitment"))
                .isEqualTo(text(cause, "commitment"));
        assertThat(ledger.get("/v1/score/history?from=1990-01-01T00:00:00Z&step=1")
                        .field("field"))
                .isEqualTo("from");
    }

    @Test
    void anAuditorWithTheExportAndThePolicyComputesTheSameScore() throws Exception {
        String export = ledger.get("/v1/log/facts?limit=10").text();
        while (true) {
            long read = export.lines().count() - 1;
            String page =
                    ledger.get("/v1/log/facts?after=" + read + "&limit=10").text();
            if (page.isEmpty()) {
                break;
            }
            export += page;
        }
        ExportedScores scores = ExportedScores.of(export.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)));

        for (String day : List.of("2026-01-12", "2026-02-03", "2026-03-01")) {
            for (String known : List.of("2026-01-12", "2026-02-03", "2026-03-01")) {
                Instant asOf = Instant.parse(day + "T00:00:00Z");
                Instant knownAt = Instant.parse(known + "T00:00:00Z");
                String mine = scores.explain(
                                new CommitmentFilter("ACME", null, null, Direction.BY_US, null, null, null),
                                Policy.kyw1(),
                                new ReadAt(asOf, knownAt))
                        .toJson();
                JsonObject theirs = ledger.get("/v1/customers/ACME/score?asOf=" + asOf + "&knownAt=" + knownAt)
                        .json();
                JsonObject computed = (JsonObject) JsonReader.readTrusted(mine.getBytes(StandardCharsets.UTF_8));
                computed.members()
                        .forEach((name, value) -> assertThat(theirs.get(name))
                                .as("%s as of %s known at %s", name, day, known)
                                .isEqualTo(value));
            }
        }
    }

    @Test
    void theCustomersPageShowsTheScoreItsReasonsAndItsHistory() throws Exception {
        String page = ledger.get("/customer?id=ACME&" + AT).text();

        assertThat(page)
                .contains("Keep-your-word score", "What moves the score", "<polyline", "As a table")
                .contains("The score is our estimate, out of 100")
                .doesNotContain("style=");
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonText(String value) ? value : "";
    }
}
