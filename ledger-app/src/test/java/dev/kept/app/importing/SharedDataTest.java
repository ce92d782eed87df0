package dev.kept.app.importing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real data against figures computed from the original files. The system property `kept.shared.data` names the folder.
@Tag("shared-data")
class SharedDataTest {
    @TempDir
    private Path folder;

    /// What a table of the oracle counts.
    private record Counts(long made, long onTime, long late, long missed, long open, long openOverdue) {
        private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        static Counts of(Standing standing) {
            Outcome outcome = standing.outcome();
            return new Counts(
                    1,
                    outcome == Outcome.MET ? 1 : 0,
                    outcome == Outcome.MET_LATE ? 1 : 0,
                    outcome == Outcome.MISSED ? 1 : 0,
                    outcome == Outcome.OPEN ? 1 : 0,
                    standing.flags().contains(Flag.OVERDUE) ? 1 : 0);
        }

        static Counts of(JsonValue json) {
            JsonValue.JsonObject object = (JsonValue.JsonObject) json;
            Function<String, Long> field =
                    name -> Long.valueOf(((JsonValue.JsonNumber) requireNonNull(object.get(name))).text());
            return new Counts(
                    field.apply("made"),
                    field.apply("on_time"),
                    field.apply("late"),
                    field.apply("missed"),
                    field.apply("open"),
                    field.apply("open_overdue"));
        }

        Counts plus(Counts other) {
            return new Counts(
                    made + other.made,
                    onTime + other.onTime,
                    late + other.late,
                    missed + other.missed,
                    open + other.open,
                    openOverdue + other.openOverdue);
        }
    }

    @Test
    void northwindComesToTheFiguresOfItsOracle() throws IOException {
        RecordingSink sink = imported("northwind.jsonl.gz");

        assertThat(total(sink, Instant.parse("1998-05-07T00:00:00Z"))).isEqualTo(new Counts(830, 772, 37, 0, 21, 1));
        equalsOracle(sink, "northwind.oracle.json");
    }

    @Test
    void flightsComeToTheFiguresOfTheirOracle() throws IOException {
        RecordingSink sink = imported("flights2017-dst-days.jsonl.gz");

        assertThat(sink.ledger.states()).hasSize(4_661);
        equalsOracle(sink, "flights2017-dst-days.oracle.json");
    }

    @Test
    void shuffledLinesComeToTheSameFigures() throws IOException {
        for (String name : List.of("northwind", "flights2017-dst-days")) {
            List<String> lines = new ArrayList<>(unpacked(data(name + ".jsonl.gz")));
            long seed = 20260704;
            Collections.shuffle(lines, new Random(seed));
            RecordingSink sink = new RecordingSink();

            ImportReport report = run(Files.write(folder.resolve(name + ".jsonl"), lines), sink);

            assertThat(report.refused()).as("seed %d", seed).isZero();
            equalsOracle(sink, name + ".oracle.json");
        }
    }

    private void equalsOracle(RecordingSink sink, String oracleFile) throws IOException {
        JsonValue.JsonObject oracle =
                (JsonValue.JsonObject) JsonReader.readTrusted(Files.readAllBytes(data(oracleFile)));
        Instant asOf = Instant.parse(((JsonValue.JsonText) requireNonNull(oracle.get("as_of"))).value());

        assertThat(total(sink, asOf)).isEqualTo(Counts.of(requireNonNull(oracle.get("totals"))));
        assertThat(by(sink, asOf, Standing::customer)).isEqualTo(table(oracle, "per_customer"));
        assertThat(by(sink, asOf, Standing::promisor)).isEqualTo(table(oracle, "per_promisor"));
        assertThat(by(sink, asOf, SharedDataTest::monthMade)).isEqualTo(table(oracle, "per_month_made_utc"));
    }

    private static String monthMade(Standing standing) {
        return Instant.ofEpochSecond(requireNonNull(standing.madeAt()))
                .toString()
                .substring(0, 7);
    }

    private static Map<String, Counts> table(JsonValue.JsonObject oracle, String name) {
        Map<String, Counts> table = new HashMap<>();
        ((JsonValue.JsonObject) requireNonNull(oracle.get(name)))
                .members()
                .forEach((key, row) -> table.put(key, Counts.of(row)));
        return table;
    }

    private static Map<String, Counts> by(RecordingSink sink, Instant asOf, Function<Standing, String> key) {
        Map<String, Counts> counts = new HashMap<>();
        for (Standing standing : standings(sink, asOf)) {
            counts.merge(key.apply(standing), Counts.of(standing), Counts::plus);
        }
        return counts;
    }

    private static Counts total(RecordingSink sink, Instant asOf) {
        return standings(sink, asOf).stream().map(Counts::of).reduce(Counts.NONE, Counts::plus);
    }

    private static List<Standing> standings(RecordingSink sink, Instant asOf) {
        return sink.ledger.states().values().stream()
                .map(state -> Standing.of(state.facts(), asOf.getEpochSecond(), RecordingSink.NOW.getEpochSecond()))
                .flatMap(java.util.Optional::stream)
                .toList();
    }

    private RecordingSink imported(String name) throws IOException {
        RecordingSink sink = new RecordingSink();
        ImportReport report = run(data(name), sink);
        assertThat(report.refused()).isZero();
        assertThat(report.read()).isEqualTo(unpacked(data(name)).size());
        return sink;
    }

    private static ImportReport run(Path file, RecordingSink sink) {
        return new Importer(
                        Importer.Options.defaults().withProgress(false),
                        InputStream.nullInputStream(),
                        System.err,
                        InstantSource.fixed(RecordingSink.NOW))
                .run(List.of(file), sink);
    }

    private static List<String> unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Path data(String name) {
        return Path.of(requireNonNull(System.getProperty("kept.shared.data"), "set -Dkept.shared.data"), name);
    }
}
