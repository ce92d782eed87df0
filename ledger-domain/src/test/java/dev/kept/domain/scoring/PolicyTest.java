package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    @Test
    void survivesItsOwnCanonicalText() {
        String text = Policy.kyw1().canonicalJson();
        assertThat(Policy.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(Policy.kyw1());
        assertThat(text).startsWith("{\"amount\":{\"maxMilli\":2000,").doesNotContain(" ");
    }

    @Test
    void anOverrideReplacesWhatItNamesAndChangesTheHash() {
        Policy policy = Policies.varied("{\"id\":\"what-if\",\"halfLifeDays\":90,\"prior\":{\"strengthMilli\":6000}}");
        assertThat(policy.halfLifeDays()).isEqualTo(90);
        assertThat(policy.prior()).isEqualTo(new Policy.Prior(800_000, 6_000));
        assertThat(policy.credit()).isEqualTo(Policy.kyw1().credit());
        assertThat(policy.hash()).isNotEqualTo(Policy.kyw1().hash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"credit":{"lateMaxPpm":100000}}        | credit.lateMinPpm is 200000; it must not exceed credit.lateMaxPpm (100000); lower it
                    {"credit":{"lateMaxPpm":800001}}        | credit.lateMaxPpm is 800001; it must not exceed credit.breachCapPpm (800000); lower it
                    {"credit":{"lateMinPpm":-1}}            | credit.lateMinPpm is -1; a whole number from 0 to 1000000 is needed
                    {"credit":{"breachCapPpm":850000}}      | credit.breachCapPpm is 850000; it must be less than verdict.passPpm (850000); lower it
                    {"credit":{"selfFloorPpm":800001}}      | credit.selfFloorPpm is 800001; it must not exceed credit.selfCapPpm (800000); lower it
                    {"credit":{"selfCapPpm":800001}}        | credit.selfCapPpm is 800001; it must not exceed prior.meanPpm (800000); lower it
                    {"prior":{"meanPpm":850000}}            | prior.meanPpm is 850000; it must be less than verdict.passPpm (850000); lower it
                    {"prior":{"strengthMilli":0}}           | prior.strengthMilli is 0; a whole number from 1 to 1000000000 is needed
                    {"credit":{"partialMaxPpm":1000000}}    | credit.partialMaxPpm is 1000000; a whole number from 0 to 999999 is needed
                    {"credit":{"discloseAfterPpm":200001}}  | credit.discloseAfterPpm is 200001; it must not exceed credit.discloseBeforeNoticedPpm (200000); lower it
                    {"credit":{"discloseBeforeNoticedPpm":300001}} | credit.discloseBeforeNoticedPpm is 300001; it must not exceed credit.discloseBeforeDuePpm (300000); lower it
                    {"credit":{"madeGoodSlowPpm":400001}}   | credit.madeGoodSlowPpm is 400001; it must not exceed credit.madeGoodFastPpm (400000); lower it
                    {"credit":{"madeGoodFastPpm":700000}}   | credit.discloseBeforeDuePpm + credit.madeGoodFastPpm is 1000000; it must be less than the whole (1000000); lower it
                    {"grades":[["A",900000],["B",900000],["C",0]]} | grades.B is 900000; it must be less than grades.A (900000); lower it
                    {"grades":[["A",900000],["B",1]]}       | grades.B is 1; the last grade must start at 0
                    {"grades":[]}                           | grades is empty; give at least one that starts at 0, such as [["A",0]]
                    {"grades":["A"]}                        | grades is "A"; write pairs such as ["A",950000]
                    {"halfLifeDays":0}                      | halfLifeDays is 0; a whole number from 1 to 3660 is needed
                    {"halfLifeDays":"180"}                  | halfLifeDays is "180"; a whole number is needed
                    {"halfLifeDays":1.5}                    | halfLifeDays is 1.5; a whole number within 64 bits is needed
                    {"halfLifeDays":null}                   | halfLifeDays is missing; give a whole number
                    {"trend":7}                             | trend is 7; an object {…} is needed
                    {"defaultTier":"huge"}                  | defaultTier is "huge"; give one of [trivial, minor, standard, major, critical]
                    {"weightsMilli":{"major":-5}}           | weightsMilli.major is -5; a whole number from 0 to 1000000 is needed
                    {"weightsMilli":{"huge":5}}             | weightsMilli.huge is unknown; known here are [critical, major, minor, standard, trivial], correct or remove it
                    {"id":" "}                              | id is " "; 1 to 100 printable ASCII characters are needed
                    {"id":"prüfung"}                        | id is "prüfung"; 1 to 100 printable ASCII characters are needed
                    {"amount":{"minMilli":2001}}            | amount.minMilli is 2001; it must not exceed amount.maxMilli (2000); lower it
                    """)
    void refusesWhatIsNotValidAndSaysWhatWouldBe(String override, String message) {
        JsonObject members = (JsonObject) JsonReader.read(override);
        assertThatThrownBy(() -> Policy.kyw1().overriddenBy(members))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesADocumentThatIsNoPolicy() {
        assertThatThrownBy(() -> Policy.parse("[]".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the document is []; an object {…} is needed");
        assertThatThrownBy(() -> Policy.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("prior is missing; give an object {…}");
    }

    @Test
    void changingMarksAndRangeNeedsNoOtherState() {
        Policy other = Policies.varied(
                "{\"halfLifeDays\":90,\"prior\":{\"strengthMilli\":6000},\"verdict\":{\"passPpm\":900000}}");
        for (long seed = 0; seed < 50; seed++) {
            var facts = Histories.any(Histories.random(seed));
            assertThat(Scores.read(Scores.state(facts, Policy.kyw1()), other, Scores.day(Histories.NOW)))
                    .as("seed %d", seed)
                    .isEqualTo(Scores.read(Scores.state(facts, other), other, Scores.day(Histories.NOW)));
        }
    }
}
