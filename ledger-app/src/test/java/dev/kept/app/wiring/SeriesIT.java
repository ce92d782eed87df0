package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Series over HTTP: defined as facts, made ahead as promises of their own, changed for the future only.
class SeriesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws IOException {
        ledger = RunningLedger.start(false, false);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static RunningLedger.Answer define(String name, String members, String... headers) throws Exception {
        return ledger.send(ledger.request("/v1/series/" + name, headers)
                .header("Authorization", "Bearer " + ledger.token())
                .PUT(HttpRequest.BodyPublishers.ofString("{" + members.replace('\'', '"') + "}"))
                .build());
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static void untilMade(String commitment) {
        await().atMost(LIMIT)
                .until(() -> ledger.get("/v1/commitments/" + commitment.replace("#", "%23"))
                                .status()
                        == 200);
    }

    private static RunningLedger.Answer read(String commitment) throws Exception {
        return ledger.get("/v1/commitments/" + commitment.replace("#", "%23"));
    }

    @Test
    void eachOccurrenceIsMadeAheadAsAPromiseOfItsOwn() throws Exception {
        // given
        LocalDate first = today().plusDays(1);
        RunningLedger.Answer defined = define(
                "standup",
                "'rule':'FREQ=DAILY','start':'" + first + "','zone':'UTC','ahead':'P3D','due':{'time':'10:00'},"
                        + "'customer':'ACME','promisor':'anna','kind':'call','statement':'Daily call','tier':'minor'",
                "Idempotency-Key",
                "standup-1");
        assertThat(defined.status()).as(defined.text()).isEqualTo(201);
        assertThat(defined.header("ETag")).isEqualTo("\"0\"");
        assertThat(((JsonValue.JsonArray) defined.json().get("next")).items()).hasSize(5);

        // then three are made, each with its due date, none twice
        untilMade("standup#" + first.plusDays(2));
        assertThat(read("standup#" + first).field("due")).isEqualTo(first + "T10:00:00Z");
        assertThat(read("standup#" + first).field("statement")).isEqualTo("Daily call");
        assertThat(read("standup#" + first).text()).contains("\"series\":\"standup\"");
        assertThat(read("standup#" + first.plusDays(3)).status()).isEqualTo(404);

        // and the definition is a fact that can be read
        RunningLedger.Answer fact = ledger.get("/v1/facts/" + defined.field("factId"));
        assertThat(fact.field("name")).isEqualTo("series.defined.v1");
        assertThat(ledger.get("/search?q=" + defined.field("factId")).status()).isEqualTo(200);

        // when the same is sent again, nothing is defined; when it is changed, what is made stands
        String changed = "'rule':'FREQ=DAILY','start':'" + first
                + "','zone':'UTC','ahead':'P4D','due':{'time':'11:00'}," + "'customer':'ACME','promisor':'bert'";
        assertThat(define("standup", changed, "If-Match", "\"7\"").status()).isEqualTo(409);
        assertThat(define("standup", changed, "If-Match", "\"0\"").status()).isEqualTo(201);
        assertThat(define("standup", changed).status()).isEqualTo(200);
        untilMade("standup#" + first.plusDays(3));
        assertThat(read("standup#" + first.plusDays(3)).field("due")).isEqualTo(first.plusDays(3) + "T11:00:00Z");
        assertThat(read("standup#" + first.plusDays(3)).field("promisor")).isEqualTo("bert");
        assertThat(read("standup#" + first.plusDays(2)).field("due")).isEqualTo(first.plusDays(2) + "T10:00:00Z");
        assertThat(read("standup#" + first.plusDays(2)).field("promisor")).isEqualTo("anna");

        // and skipping one needs its release
        RunningLedger.Answer released = ledger.post(
                "/v1/commitments/standup%23" + first + "/facts",
                "{\"type\":\"released\",\"by\":\"promisee\",\"reason\":\"holiday\"}");
        assertThat(released.status()).as(released.text()).isEqualTo(201);
        assertThat(read("standup#" + first).field("outcome")).isEqualTo("RELEASED");

        // when it is ended, no more is made
        assertThat(define("standup", changed + ",'until':'" + first.plusDays(3) + "'")
                        .status())
                .isEqualTo(201);
        assertThat(ledger.get("/v1/series/standup").text())
                .contains("\"madeUntil\":\"" + first.plusDays(3) + "\"", "\"next\":[]");
        assertThat(ledger.get("/v1/series").text()).contains("\"series\":\"standup\"");
    }

    @Test
    void aStandingPromiseIsAttestedPeriodByPeriod() throws Exception {
        LocalDate monthEnd = today().withDayOfMonth(today().lengthOfMonth());
        String period = monthEnd.toString().substring(0, 7);
        RunningLedger.Answer defined = define(
                "no-hidden-fees",
                "'rule':'FREQ=MONTHLY;BYMONTHDAY=-1','start':'" + monthEnd.withDayOfMonth(1)
                        + "','zone':'UTC','ahead':'P0D','due':{'attest':'P5D'},'customer':'ACME','promisor':'billing',"
                        + "'statement':'No hidden fees'");
        assertThat(defined.status()).as(defined.text()).isEqualTo(201);
        untilMade("no-hidden-fees#" + period);
        assertThat(read("no-hidden-fees#" + period).field("due")).isEqualTo(monthEnd.plusDays(5) + "T23:59:59Z");

        // attested before the period is over it is not attested, unless the customer says so
        ledger.post(
                "/v1/commitments/no-hidden-fees%23" + period + "/facts",
                "{\"type\":\"met\",\"evidence\":\"SYSTEM\",\"source\":\"audit\",\"id\":\"" + period + "\"}");
        assertThat(read("no-hidden-fees#" + period).field("outcome")).isEqualTo("OPEN");
        ledger.post(
                "/v1/commitments/no-hidden-fees%23" + period + "/facts",
                "{\"type\":\"confirmed\",\"by\":\"promisee\",\"target\":{\"source\":\"audit\",\"id\":\"" + period
                        + "\"}}");
        assertThat(read("no-hidden-fees#" + period).field("outcome")).isEqualTo("MET");
    }

    @Test
    void anOccurrenceThatSomebodyHasMadeBeforeStands() throws Exception {
        LocalDate tomorrow = today().plusDays(1);
        ledger.post("/v1/commitments", """
                {"commitment":"taken#%s","customer":"ACME","promisor":"anna","due":"%sT23:00:00Z","statement":"By hand"}
                """.formatted(tomorrow, tomorrow.plusDays(1)), "Idempotency-Key", "taken");
        define("taken", "'rule':'FREQ=DAILY','start':'" + tomorrow + "','zone':'UTC','ahead':'P2D','customer':'ACME'");
        untilMade("taken#" + tomorrow.plusDays(1));
        assertThat(read("taken#" + tomorrow).field("statement")).isEqualTo("By hand");
    }

    @Test
    void whatCannotBeASeriesIsSaidByFieldValueAndFix() throws Exception {
        String well = "'start':'2026-12-01','zone':'UTC','customer':'ACME'";
        for (String rule : List.of("FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")) {
            RunningLedger.Answer refused = define("bad", "'rule':'" + rule + "'," + well);
            assertThat(refused.status()).as(rule).isEqualTo(422);
            assertThat(refused.field("field")).isEqualTo("rule");
            assertThat(refused.field("value")).isEqualTo(rule);
        }
        RunningLedger.Answer calendar =
                define("bad", "'rule':'FREQ=DAILY','due':{'within':'P2D','calendar':'nowhere'}," + well);
        assertThat(calendar.field("code")).isEqualTo("DUE_UNRESOLVABLE");
        assertThat(calendar.field("value")).isEqualTo("nowhere");
        assertThat(define("bad%23name", "'rule':'FREQ=DAILY'," + well).status()).isEqualTo(422);
        assertThat(define("bad", "'rule'").status()).isEqualTo(400);
        assertThat(ledger.get("/v1/series/bad").status()).isEqualTo(404);
    }
}
