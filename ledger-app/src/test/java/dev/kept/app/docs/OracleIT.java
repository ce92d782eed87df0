package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imports whole data sets and compares every figure with what was computed straight from the original files.
@Tag("shared-data")
class OracleIT {
    private static final long SEED = 5;
    private static final Set<String> FIGURES = Set.of(
            "made", "on_time", "late", "missed", "released", "open", "open_overdue", "kept_streak", "broken_streak");
    private static final Map<String, String> DIMENSIONS =
            Map.of("customer", "per_customer", "promisor", "per_promisor", "month", "per_month_made_utc");

    @ParameterizedTest
    @CsvSource({"northwind, 1998-05-07T00:00:00Z", "flights2017-dst-days, 2017-12-01T00:00:00Z"})
    void givesEveryFigureOfTheOracleInOrderAndShuffled(String name, String asOf) throws Exception {
        // given
        Path data = Path.of(System.getProperty("kept.shared.data"));
        Path file = data.resolve(name + ".jsonl.gz");
        JsonObject oracle =
                (JsonObject) JsonReader.readTrusted(Files.readAllBytes(data.resolve(name + ".oracle.json")));
        Kept inOrder = Kept.fresh();
        Kept shuffled = Kept.fresh();
        Path mixed = shuffled.folder().resolve("mixed.jsonl");
        Files.write(mixed, shuffled(file));

        // when
        Kept.Run first = inOrder.run("./kept import " + file);
        Kept.Run again = inOrder.run("./kept import " + file);
        Kept.Run other = shuffled.run("./kept import " + mixed);

        // then
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(again.out()).containsPattern("accepted +0");
        assertThat(other.exitCode()).as("seed " + SEED + ": " + other.err()).isZero();
        compare(inOrder, asOf, oracle);
        compare(shuffled, asOf, oracle);
    }

    private static List<String> shuffled(Path file) throws IOException {
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>(in.lines().toList());
            Collections.shuffle(lines, new Random(SEED));
            return lines;
        }
    }

    private static void compare(Kept kept, String asOf, JsonObject oracle) throws Exception {
        for (Map.Entry<String, String> dimension : DIMENSIONS.entrySet()) {
            Kept.Run run = kept.run("./kept stats --by " + dimension.getKey() + " --as-of " + asOf + " --json");
            assertThat(run.exitCode()).as(run.err()).isZero();
            JsonObject stats =
                    (JsonObject) JsonReader.readTrusted(run.out().strip().getBytes(StandardCharsets.UTF_8));
            compare("totals", (JsonObject) oracle.get("totals"), (JsonObject) stats.get("totals"));
            Map<String, JsonObject> rows = rows((JsonArray) stats.get("rows"));
            JsonObject expected = (JsonObject) oracle.get(dimension.getValue());
            assertThat(rows.keySet()).isEqualTo(expected.members().keySet());
            expected.members()
                    .forEach((key, row) -> compare(dimension.getKey() + " " + key, (JsonObject) row, rows.get(key)));
        }
    }

    private static Map<String, JsonObject> rows(JsonArray rows) {
        Map<String, JsonObject> byKey = new HashMap<>();
        for (JsonValue row : rows.items()) {
            JsonObject object = (JsonObject) row;
            byKey.put(((JsonText) object.get("key")).value(), object);
        }
        return byKey;
    }

    private static void compare(String what, JsonObject expected, JsonObject actual) {
        expected.members().forEach((name, value) -> {
            if (FIGURES.contains(name)) {
                assertThat(actual.get(name)).as(what + " " + name).isEqualTo(value);
            } else if (name.equals("rate") && value instanceof JsonNumber(String rate)) {
                assertThat(new BigDecimal(((JsonNumber) actual.get(name)).text()))
                        .as(what + " rate")
                        .isEqualByComparingTo(rate);
            }
        });
    }
}
