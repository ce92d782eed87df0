package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreCasesTest {
    private static final String MADE =
            "{\"id\":\"1\",\"commitment\":\"a\",\"type\":\"made\",\"rec\":\"2025-12-20T00:00:00Z\","
                    + "\"due\":\"2025-12-30T00:00:00Z\",\"evidence\":\"system\",\"tier\":\"standard\"}";
    private static final long AS_OF = 1_767_225_600;

    @Test
    void missingFieldsTakeTheirDefaults() {
        String spelledOut = MADE.replace("\"rec\"", "\"by\":\"promisor\",\"at\":\"2025-12-20T00:00:00Z\",\"rec\"");
        assertThat(facts(MADE)).isEqualTo(facts(spelledOut)).contains("\"score\":\"64.098353\"");
        String withoutTier = MADE.replace("\"tier\":\"standard\"", "\"tier\":\"minor\"");
        assertThat(facts(MADE.replace(",\"tier\":\"standard\"", ""))).isEqualTo(facts(withoutTier));
    }

    @Test
    void passesOverFieldsItDoesNotKnow() {
        assertThat(facts(MADE.replace("\"id\"", "\"note\":{\"x\":[1,2]},\"id\"")))
                .isEqualTo(facts(MADE));
    }

    @Test
    void aFieldThatIsNullIsAFieldThatIsMissing() {
        assertThat(facts(MADE.replace("\"id\"", "\"amount\":null,\"at\":null,\"id\"")))
                .isEqualTo(facts(MADE));
    }

    @Test
    void floorsFractionsOfSecondsAndTakesOffsets() {
        String met = ",{\"id\":\"2\",\"commitment\":\"a\",\"type\":\"met\",\"evidence\":\"system\",\"rec\":\"%s\"}";
        String onTheSecond = facts(MADE + met.formatted("2025-12-30T00:00:00Z"));
        assertThat(onTheSecond).contains("\"code\":\"KEPT\"");
        assertThat(facts(MADE + met.formatted("2025-12-30T00:00:00.999Z"))).isEqualTo(onTheSecond);
        assertThat(facts(MADE + met.formatted("2025-12-30T01:00:00+01:00"))).isEqualTo(onTheSecond);
        assertThat(facts(MADE + met.formatted("2025-12-30T00:00:01Z"))).contains("\"code\":\"KEPT_LATE\"");
    }

    @Test
    void anEventSentTwiceIsOne() {
        assertThat(facts(MADE + "," + MADE)).isEqualTo(facts(MADE));
    }

    @Test
    void withoutEventsAnswersThePriorInEveryField() {
        assertThat(facts("")).isEqualTo("""
                        {"score":"80.000000","prior":"80.000000","lower":"47.976262","upper":"94.550356",\
                        "weight":"0.000000","evidence":"0.000000","trend":"0.000000","promises":0,"grade":"-",\
                        "verdict":"NOT_ENOUGH_EVIDENCE","trendLabel":"STEADY","streak":0,"reserve":null,\
                        "passReserve":null,"flags":[],"contributions":[]}""");
    }

    @Test
    void aFileOfCasesMayLeaveOutThePolicy() {
        String cases = "{\"cases\":[{\"name\":\"one \\\"x\\\"\",\"asOf\":\"2026-01-01T00:00:00Z\",\"events\":[" + MADE
                + "]}]}";
        assertThat(ScoreCases.cases(bytes(cases)))
                .isEqualTo("[{\"name\":\"one \\\"x\\\"\",\"result\":" + facts(MADE) + "}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "id":"1"                       | "id":7           | events[0].id is 7; a text in quotes is needed
                    "id":"1"                       | "x":1            | events[0].id is missing; give a text
                    "commitment":"a"               | "x":1            | events[0].commitment is missing; give a text
                    "rec":"2025-12-20T00:00:00Z"   | "x":1            | events[0].rec is missing; give when it was recorded: 2026-01-01T00:00:00Z
                    "rec":"2025-12-20T00:00:00Z"   | "rec":"today"    | events[0].rec is "today"; write an instant such as 2026-01-01T00:00:00Z
                    "rec":"2025-12-20T00:00:00Z"   | "rec":999999999999 | events[0].rec is 999999999999, outside the years 1 to 9999; give UTC epoch seconds, such as 1767225600 for 2026-01-01T00:00:00Z
                    "due":"2025-12-30T00:00:00Z"   | "due":-999999999999 | events[0].due is -999999999999, outside the years 1 to 9999; give UTC epoch seconds, such as 1767225600 for 2026-01-01T00:00:00Z
                    "due":"2025-12-30T00:00:00Z"   | "x":1            | events[0].due is missing; an event of type made needs it
                    "type":"made"                  | "type":"promised" | events[0].type is "promised"; give one of [made, met, partial, missed, extensionRequested, renegotiated, withdrawn, released, disclosed, noticed, madeGood, disputed, resolved, confirmed, corrected, voided]
                    "type":"made"                  | "type":"resolved" | events[0].finding is missing; an event of type resolved needs it
                    "type":"made"                  | "type":"corrected" | events[0].target is missing; give a text
                    "type":"made"                  | "type":"corrected","target":"9","with":{"at":"x"} | events[0].with.at is "x"; write an instant such as 2026-01-01T00:00:00Z
                    "type":"made"                  | "type":"corrected","target":"9","with":7 | events[0].with is 7; an object {…} is needed
                    "type":"made"                  | "type":"partial","fractionPpm":-1 | events[0].fractionPpm is -1, a share below nothing; give millionths from 0, such as 500000 for a half
                    "evidence":"system"            | "evidence":"hearsay" | events[0].evidence is "hearsay"; give one of [self, system, confirmed]
                    "evidence":"system"            | "confirmedUnnoticed":"yes" | events[0].confirmedUnnoticed is "yes"; true or false is needed
                    "tier":"standard"              | "amount":12.5    | events[0].amount is 12.5; a whole number within 64 bits is needed
                    """)
    void refusesABadEventAndSaysHowToMendIt(String part, String replaced, String message) {
        assertThatThrownBy(() -> facts(MADE.replace(part, replaced)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesTwoEventsThatClaimOneId() {
        assertThatThrownBy(() -> facts(MADE + "," + MADE.replace("standard", "major")))
                .hasMessage("events[1].id is \"1\"; another event has it already; give each its own");
    }

    @Test
    void namesTheCaseThatIsBad() {
        String cases = "{\"cases\":[{\"name\":\"x\",\"asOf\":\"2026-01-01T00:00:00Z\",\"events\":[7]}]}";
        assertThatThrownBy(() -> ScoreCases.cases(bytes(cases)))
                .hasMessage("cases[0].events[0] is 7; an object {…} is needed");
        assertThatThrownBy(() -> ScoreCases.cases(bytes("{\"cases\":[{\"name\":\"x\",\"events\":[]}]}")))
                .hasMessage("cases[0].asOf is missing; give the time to read at: 2026-01-01T00:00:00Z");
        assertThatThrownBy(() -> ScoreCases.facts(bytes("{}"), Policy.kyw1(), AS_OF, AS_OF))
                .hasMessage("events is {}; an array of events […] is needed");
    }

    private static String facts(String events) {
        return ScoreCases.facts(bytes("[" + events + "]"), Policy.kyw1(), AS_OF, AS_OF);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
