package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.support.Documents;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ReliabilityViews.By;
import dev.kept.store.intake.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole data set through Kafka, doubled and shuffled, comes to what was computed straight from the original files.
@Tag("shared-data")
class NorthwindOverKafkaIT {
    private static final long SEED = 7;
    private static final Set<String> FIGURES = Set.of(
            "made", "on_time", "late", "missed", "released", "open", "open_overdue", "kept_streak", "broken_streak");

    private static List<String> lines(Path file) throws IOException {
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    @Test
    void givesEveryFigureOfTheOracleDoubledAndShuffled() throws IOException {
        // given
        Path data = Path.of(System.getProperty("kept.shared.data"));
        List<String> lines = lines(data.resolve("northwind.jsonl.gz"));
        JsonObject oracle =
                (JsonObject) JsonReader.readTrusted(Files.readAllBytes(data.resolve("northwind.oracle.json")));
        List<String> mixed = new ArrayList<>(lines);
        mixed.addAll(lines);
        Collections.shuffle(mixed, new Random(SEED));

        try (IngestLedger kafka = IngestLedger.start(null)) {
            // when
            mixed.forEach(line -> kafka.send("northwind", line));

            // then
            assertThat(kafka.awaitConsumed(mixed.size()))
                    .isEqualTo(new Tally(mixed.size(), lines.size(), lines.size(), 0, 0, 0));
            kafka.ledger.awaitViews(IngestLedger.LIMIT);
            ReadAt at = new ReadAt(
                    Instant.parse("1998-05-07T00:00:00Z"), kafka.ledger.clock().instant());
            JsonObject stats = (JsonObject) Documents.stats(
                    kafka.ledger.reliability().stats(CommitmentFilter.ALL, By.CUSTOMER, at), By.CUSTOMER, at);
            compare("totals", (JsonObject) oracle.get("totals"), (JsonObject) stats.get("totals"));
            JsonObject customers = (JsonObject) oracle.get("per_customer");
            List<JsonValue> rows = ((JsonArray) stats.get("rows")).items();
            assertThat(rows).hasSameSizeAs(customers.members().keySet());
            for (JsonValue row : rows) {
                String customer = ((JsonText) ((JsonObject) row).get("key")).value();
                compare(customer, (JsonObject) customers.get(customer), (JsonObject) row);
            }
        }
    }

    private static void compare(String what, JsonObject expected, JsonObject actual) {
        expected.members().forEach((name, value) -> {
            if (FIGURES.contains(name)) {
                assertThat(actual.get(name)).as(what + " " + name).isEqualTo(value);
            }
        });
    }
}
