package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.reliability.ReliabilityViews.By;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.recording.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real histories against figures that were counted straight from their sources.
@Tag("shared-data")
class SharedDataIT {
    @ParameterizedTest
    @ValueSource(strings = {"northwind", "flights2017-dst-days"})
    void everyFigureOfTheOracleIsReadFromAShuffledImportAndASecondImportAddsNothing(String name) throws Exception {
        compare(name, lines(folder().resolve(name + ".jsonl.gz"), line -> line));
    }

    /// A timetable is published in the local time of the airport. Said so, every arrival of the nights in which the
    /// clocks jump falls due at the instant that the data names, and every figure is the same.
    @Test
    void flightsPromisedInTheLocalTimeOfTheirAirportComeToTheSameFigures() throws Exception {
        LocalTimes localTimes = LocalTimes.ofAirports();
        List<RecordFacts.Item> lines =
                lines(folder().resolve("flights2017-dst-days.jsonl.gz"), localTimes::saidLocally);
        assertThat(localTimes.said()).isEqualTo(4_661 - 4);
        // 01:01, 01:05, 01:18 and 01:19 in the night in which that hour came twice, the first time round: a local due
        // time means the second
        assertThat(localTimes.leftAsInstants()).isEqualTo(4);
        compare("flights2017-dst-days", lines);
    }

    private static void compare(String name, List<RecordFacts.Item> lines) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Collections.shuffle(lines, random);
        JsonObject oracle =
                (JsonObject) JsonReader.readTrusted(Files.readAllBytes(folder().resolve(name + ".oracle.json")));
        Instant asOf = Instant.parse(((JsonText) oracle.members().get("as_of")).value());
        ReadAt at = new ReadAt(asOf, TestLedger.START.plus(Duration.ofDays(1)));

        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            assertThat(ledger.recordAll(lines, random))
                    .as("seed %d", seed)
                    .hasOnlyElementsOfType(Answer.Recorded.class);
            ledger.await(processor);

            var stats = ledger.reliability.stats(CommitmentFilter.ALL, null, at);
            assertThat(stats.awaitingTerms()).isZero();
            matches((JsonObject) oracle.members().get("totals"), stats.totals(), name);
            int figures = rows(ledger, oracle, "per_customer", By.CUSTOMER, at)
                    + rows(ledger, oracle, "per_promisor", By.PROMISOR, at)
                    + rows(ledger, oracle, "per_month_made_utc", By.MONTH, at);
            assertThat(figures).as("figures compared").isGreaterThan(800);

            Collections.shuffle(lines, random);
            assertThat(ledger.recordAll(lines, random))
                    .as("seed %d", seed)
                    .hasOnlyElementsOfType(Answer.Duplicate.class);
            assertThat(ledger.log.head().size()).isEqualTo(lines.size());
        }
    }

    private static int rows(TestLedger ledger, JsonObject oracle, String member, By by, ReadAt at) {
        Map<String, Counts> rows = new HashMap<>();
        ledger.reliability.stats(CommitmentFilter.ALL, by, at).rows().forEach(row -> rows.put(row.key(), row.counts()));
        JsonObject expected = (JsonObject) oracle.members().get(member);
        assertThat(rows).containsOnlyKeys(expected.members().keySet());
        int figures = 0;
        for (var row : expected.members().entrySet()) {
            Counts counts = rows.get(row.getKey());
            figures += matches((JsonObject) row.getValue(), counts, member + " " + row.getKey());
            if (by == By.CUSTOMER) {
                Counts alone = ledger.reliability
                        .stats(CommitmentFilter.ofCustomer(row.getKey()), null, at)
                        .totals();
                assertThat(alone)
                        .as("the customer read alone: %s", row.getKey())
                        .isEqualTo(counts);
            }
        }
        return figures;
    }

    /// @return how many figures were compared
    private static int matches(JsonObject expected, Counts counts, String what) {
        int figures = 0;
        for (var figure : expected.members().entrySet()) {
            Number actual = switch (figure.getKey()) {
                case "made" -> counts.made();
                case "on_time" -> counts.onTime();
                case "late" -> counts.late();
                case "missed" -> counts.missed();
                case "released" -> counts.released();
                case "open" -> counts.open();
                case "open_overdue" -> counts.openOverdue();
                case "kept_streak" -> counts.keptStreak();
                case "broken_streak" -> counts.brokenStreak();
                case "rate" -> counts.rate().orElse(null);
                default -> null;
            };
            if (actual != null && figure.getValue() instanceof JsonNumber(String number)) {
                assertThat(new BigDecimal(actual.toString()))
                        .as("%s of %s", figure.getKey(), what)
                        .isEqualByComparingTo(number);
                figures++;
            }
        }
        return figures;
    }

    private static List<RecordFacts.Item> lines(Path file, UnaryOperator<String> said) throws IOException {
        List<RecordFacts.Item> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Histories.item(said.apply(line).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return lines;
    }

    private static Path folder() {
        return Path.of(System.getProperty("kept.shared.data"));
    }
}
