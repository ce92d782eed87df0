package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.fact.Fact;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ScoreVectorsTest {
    private static final Vectors VECTORS = Vectors.load();

    @TestFactory
    Stream<DynamicTest> givesThePublishedFiguresInEveryOrderOfArrival() {
        return VECTORS.cases().stream()
                .map(given -> DynamicTest.dynamicTest(given.name(), () -> {
                    for (List<Fact> arrival : arrivals(given.facts())) {
                        assertMatches(ScoreModel.LEDGER, given, arrival);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> keepsThePublishedSums() {
        return VECTORS.cases().stream()
                .map(given -> DynamicTest.dynamicTest(given.name(), () -> {
                    int day = Scores.day(given.asOf());
                    Totals totals = Totals.of(Scores.state(known(given), given.policy()), given.policy(), day);
                    assertThat(Vectors.text(given.sums(), "G"))
                            .isEqualTo(totals.g().toString());
                    assertSums((JsonObject) Vectors.member(given.sums(), "S"), totals.standard());
                    assertSums((JsonObject) Vectors.member(given.sums(), "T"), totals.trivial());
                }));
    }

    @Test
    void shipsThePublishedPolicy() {
        assertThat(Policy.kyw1()).isEqualTo(VECTORS.policy());
        assertThat(Policy.kyw1().hash()).isEqualTo(Vectors.text(VECTORS.document(), "policyHash"));
    }

    @Test
    void buildsThePublishedDecayTable() {
        JsonObject published = (JsonObject) Vectors.member(VECTORS.document(), "table");
        long[] table = Decay.of(180, 40).table();
        List<String> first =
                LongStream.of(table).limit(3).mapToObj(Long::toString).toList();
        assertThat(((JsonArray) Vectors.member(published, "first")).items())
                .extracting(item -> ((JsonNumber) item).text())
                .isEqualTo(first);
        assertThat(Vectors.member(published, "last")).isEqualTo(new JsonNumber(Long.toString(table[179])));
        assertThat(Vectors.member(published, "sum"))
                .isEqualTo(new JsonNumber(Long.toString(LongStream.of(table).sum())));
    }

    @Test
    void recomputesTheFileOfCasesOffline() {
        String expected = VECTORS.cases().stream()
                .map(given ->
                        "{\"name\":\"" + given.name() + "\",\"result\":" + JsonWriter.text(given.expected()) + "}")
                .toList()
                .toString()
                .replace("}, {\"name\"", "},{\"name\"");
        assertThat(ScoreCases.cases(VECTORS.bytes())).isEqualTo(expected);
    }

    @Test
    void recomputesTheEventsOfACaseOffline() {
        Vectors.Case given = VECTORS.cases().getLast();
        byte[] events = JsonWriter.text(given.events()).getBytes(StandardCharsets.UTF_8);
        assertThat(ScoreCases.facts(events, given.policy(), given.asOf(), given.knownAt()))
                .isEqualTo(JsonWriter.text(given.expected()));
    }

    static void assertMatches(ScoreModel model, Vectors.Case given, List<Fact> arrival) {
        Score.Explained result = model.explain(arrival, given.policy(), given.asOf(), given.knownAt());
        assertThat(JsonReader.read(result.toJson()))
                .as("%s by %s", given.name(), model)
                .isEqualTo(given.expected());
        List<Fact> known = arrival.stream()
                .filter(fact -> fact.at() <= given.asOf() && fact.rec() <= given.knownAt())
                .toList();
        assertThat(model.state(known, given.policy()))
                .as("state of %s by %s", given.name(), model)
                .isEqualTo(given.state());
    }

    /// As written, reversed, and shuffled with every fact twice.
    static List<List<Fact>> arrivals(List<Fact> facts) {
        List<Fact> twice = new ArrayList<>(facts);
        twice.addAll(facts);
        Collections.shuffle(twice, new Random(7));
        return List.of(facts, facts.reversed(), twice);
    }

    private static List<Fact> known(Vectors.Case given) {
        return given.facts().stream()
                .filter(fact -> fact.at() <= given.asOf() && fact.rec() <= given.knownAt())
                .toList();
    }

    private static void assertSums(JsonObject published, Totals.ClassTotals sums) {
        assertThat(sums.weight()).hasToString(Vectors.text(published, "D"));
        assertThat(sums.credit()).hasToString(Vectors.text(published, "N"));
        assertThat(sums.proven()).hasToString(Vectors.text(published, "M"));
        assertThat(sums.variance()).hasToString(Vectors.text(published, "V"));
    }
}
