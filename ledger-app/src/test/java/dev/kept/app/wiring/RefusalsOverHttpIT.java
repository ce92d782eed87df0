package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.commitment.RefusalCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Reaches every refusal code through the HTTP interface.
class RefusalsOverHttpIT {
    private static final String MADE = """
            {"type":"made","commitment":"%s","customer":"ACME","at":"2026-01-10T09:00:00Z","due":"2026-01-20T09:00:00Z",
             "actor":"anna","evidence":"SYSTEM"}""";
    private static final String REASON = "\"reason\":\"wrong date\",\"actor\":\"ben\",\"evidenceRef\":\"mail 12\"";

    private static RunningLedger ledger;

    /// One bad request and what is said about it.
    ///
    /// @param before facts recorded first, to the commitment's address
    private record Case(
            RefusalCode code,
            int status,
            String field,
            List<String> before,
            String path,
            String body,
            String... headers) {}

    @BeforeAll
    static void startLedger() throws IOException {
        ledger = RunningLedger.start(true, false);
    }

    @AfterAll
    static void stopLedger() {
        ledger.close();
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(bad(RefusalCode.MALFORMED, 400, "(body)", "{\"type\":\"met\""));
        cases.add(bad(RefusalCode.MALFORMED, 400, "(line)", "[1]"));
        cases.add(bad(RefusalCode.MISSING_FIELD, 422, "type", "{\"at\":\"2026-01-11T09:00:00Z\"}"));
        cases.add(bad(RefusalCode.UNKNOWN_FIELD, 422, "evidense", "{\"type\":\"met\",\"evidense\":\"SYSTEM\"}"));
        cases.add(bad(RefusalCode.BAD_FIELD, 422, "evidence", "{\"type\":\"met\",\"evidence\":\"STRONG\"}"));
        cases.add(bad(RefusalCode.BAD_TIME, 422, "at", "{\"type\":\"met\",\"at\":\"yesterday\"}"));
        cases.add(bad(RefusalCode.BAD_QUANTITY, 422, "fraction", "{\"type\":\"partly_met\",\"fraction\":\"1.5\"}"));
        cases.add(bad(
                RefusalCode.BAD_ZONE,
                422,
                "newDue.zone",
                "{\"type\":\"renegotiated\",\"newDue\":{\"on\":\"2026-02-01\",\"zone\":\"Mars/Base\"}}"));
        cases.add(
                bad(
                        RefusalCode.DUE_UNRESOLVABLE,
                        422,
                        "newDue",
                        "{\"type\":\"renegotiated\",\"evidence\":\"CONFIRMED\",\"newDue\":{\"from\":\"2026-02-01T11:00:00Z\",\"to\":\"2026-02-01T09:00:00Z\"}}"));
        cases.add(bad(RefusalCode.IN_THE_FUTURE, 422, "at", "{\"type\":\"met\",\"at\":\"2199-01-01T00:00:00Z\"}"));
        cases.add(bad(RefusalCode.NOT_ENTITLED, 403, "by", "{\"type\":\"released\",\"at\":\"2026-01-11T09:00:00Z\"}"));
        cases.add(bad(
                RefusalCode.NOT_ENTITLED,
                403,
                "recordedAt",
                "{\"type\":\"met\",\"at\":\"2026-01-11T09:00:00Z\",\"recordedAt\":\"2026-01-11T09:00:00Z\"}"));
        cases.add(bad(
                RefusalCode.UNKNOWN_FACT,
                422,
                "target",
                "{\"type\":\"corrected\",\"target\":\"0192f0c1-7c3e-7a10-8000-0000000000a1\",\"strike\":true," + REASON
                        + "}"));
        cases.add(bad(
                RefusalCode.BAD_CORRECTION,
                422,
                "with",
                "{\"type\":\"corrected\",\"target\":{\"source\":\"erp\",\"id\":\"m1\"}," + REASON + "}"));
        cases.add(bad(
                RefusalCode.REASON_REQUIRED,
                422,
                "reason",
                "{\"type\":\"voided\",\"actor\":\"ben\",\"evidenceRef\":\"x\"}"));
        cases.add(new Case(
                RefusalCode.SELF_APPROVAL,
                403,
                "actor",
                List.of(
                        "{\"type\":\"met\",\"at\":\"2026-01-11T09:00:00Z\",\"actor\":\"ben\",\"source\":\"erp\",\"id\":\"own\"}"),
                "/facts",
                "{\"type\":\"corrected\",\"target\":{\"source\":\"erp\",\"id\":\"own\"},\"strike\":true," + REASON
                        + "}"));
        cases.add(new Case(
                RefusalCode.VOIDED,
                409,
                "commitment",
                List.of("{\"type\":\"voided\"," + REASON + "}"),
                "/facts",
                "{\"type\":\"met\",\"at\":\"2026-01-11T09:00:00Z\"}"));
        cases.add(new Case(
                RefusalCode.CONFLICTING_DUPLICATE,
                409,
                "id",
                List.of("{\"type\":\"met\",\"at\":\"2026-01-11T09:00:00Z\",\"source\":\"erp\",\"id\":\"twice\"}"),
                "/facts",
                "{\"type\":\"met\",\"at\":\"2026-01-12T09:00:00Z\",\"source\":\"erp\",\"id\":\"twice\"}"));
        cases.add(new Case(
                RefusalCode.VERSION_CONFLICT,
                409,
                "If-Match",
                List.of("{\"type\":\"noticed\",\"by\":\"promisee\",\"at\":\"2026-01-21T09:00:00Z\"}"),
                "/facts",
                "{\"type\":\"met\",\"at\":\"2026-01-12T09:00:00Z\"}",
                "If-Match",
                "\"1\""));
        cases.add(new Case(
                RefusalCode.ALREADY_MADE,
                409,
                "commitment",
                List.of(),
                "/facts",
                "{\"type\":\"made\",\"customer\":\"OTHER\",\"due\":\"2026-01-20T09:00:00Z\"}"));
        cases.add(
                new Case(
                        RefusalCode.DUE_BEFORE_MADE,
                        422,
                        "due",
                        List.of(),
                        "",
                        "{\"commitment\":\"early\",\"customer\":\"ACME\",\"at\":\"2026-01-10T09:00:00Z\",\"due\":\"2026-01-09T09:00:00Z\"}"));
        cases.add(
                new Case(
                        RefusalCode.BAD_AMOUNT,
                        422,
                        "amount",
                        List.of(),
                        "",
                        "{\"commitment\":\"cheap\",\"customer\":\"ACME\",\"due\":\"2026-12-24T09:00:00Z\",\"amount\":\"-1\",\"currency\":\"EUR\"}"));
        cases.add(new Case(
                RefusalCode.UNKNOWN_COMMITMENT,
                404,
                "commitment",
                List.of(),
                "unknown",
                "{\"type\":\"met\",\"at\":\"2026-01-11T09:00:00Z\"}"));
        return cases;
    }

    private static Case bad(RefusalCode code, int status, String field, String body) {
        return new Case(code, status, field, List.of(), "/facts", body);
    }

    @TestFactory
    List<DynamicTest> namesFieldValueAndFix() {
        List<DynamicTest> tests = new ArrayList<>();
        int number = 0;
        for (Case one : cases()) {
            String commitment = "refusal-" + number++;
            tests.add(DynamicTest.dynamicTest(one.code() + " " + one.field(), () -> check(one, commitment)));
        }
        return tests;
    }

    private static void check(Case one, String commitment) throws IOException, InterruptedException {
        // given
        String facts = "/v1/commitments/" + commitment + "/facts";
        assertThat(ledger.post("/v1/commitments", MADE.formatted(commitment)).status())
                .isEqualTo(201);
        for (String fact : one.before()) {
            RunningLedger.Answer before = ledger.post(facts, fact);
            assertThat(before.status()).as(before.text()).isEqualTo(201);
        }
        long size = ledger.server().ledger().log().head().size();

        // when
        String path = switch (one.path()) {
            case "" -> "/v1/commitments";
            case "unknown" -> "/v1/commitments/never-made/facts";
            default -> facts;
        };
        RunningLedger.Answer answer = ledger.post(path, one.body(), one.headers());

        // then
        assertThat(answer.status()).as(answer.text()).isEqualTo(one.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.field("code")).isEqualTo(one.code().name());
        assertThat(answer.field("type"))
                .isEqualTo("urn:kept:problem:" + one.code().name().toLowerCase().replace('_', '-'));
        assertThat(answer.field("field")).isEqualTo(one.field());
        assertThat(answer.field("detail")).isNotBlank();
        assertThat(answer.field("fix")).isNotBlank();
        assertThat(ledger.server().ledger().log().head().size()).isEqualTo(size);
    }

    @Test
    void leavesNoCodeOut() {
        assertThat(cases().stream().map(Case::code).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(RefusalCode.values()));
    }
}
