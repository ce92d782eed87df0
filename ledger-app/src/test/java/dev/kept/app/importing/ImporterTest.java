package dev.kept.app.importing;

import static dev.kept.app.importing.FactLines.bytes;
import static dev.kept.app.importing.FactLines.gzip;
import static dev.kept.app.importing.FactLines.made;
import static dev.kept.app.importing.FactLines.met;
import static dev.kept.app.importing.FactLines.voided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.outcome.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImporterTest {
    private static final Instant AS_OF = Instant.parse("2026-06-30T00:00:00Z");

    @TempDir
    private Path folder;

    private RecordingSink sink;
    private ByteArrayOutputStream err;

    @BeforeEach
    void begin() {
        sink = new RecordingSink();
        err = new ByteArrayOutputStream();
    }

    @Test
    void recordsEveryLineInBatchesOfAThousand() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            lines.add(made("order-" + i, "m" + i));
        }

        ImportReport report = run(file("orders.jsonl", lines));

        assertThat(report.read()).isEqualTo(2_500);
        assertThat(report.accepted()).isEqualTo(2_500);
        assertThat(report.exitCode()).isZero();
        assertThat(report.rejectFiles()).isEmpty();
        assertThat(sink.batches).containsExactly(1_000, 1_000, 500);
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void readsGzipByItsFirstBytesEvenInSeveralParts() throws IOException {
        Path packed = folder.resolve("orders.txt");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(gzip(made("order-1", "m1") + "\n"));
        bytes.write(gzip(made("order-2", "m2") + "\n"));
        Files.write(packed, bytes.toByteArray());

        assertThat(run(packed).accepted()).isEqualTo(2);
    }

    @Test
    void waitsForTheNextPartOfAnArchiveOnAPipe() throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out);
        Thread writer = Thread.ofVirtual().start(() -> {
            try (out) {
                out.write(gzip(made("order-1", "m1") + "\n"));
                out.flush();
                Thread.sleep(300);
                out.write(gzip(made("order-2", "m2") + "\n"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        ImportReport report =
                importer(Importer.Options.defaults().withProgress(false), in).run(List.of(Path.of("-")), sink);
        writer.join();

        assertThat(report.accepted()).isEqualTo(2);
    }

    @Test
    void toleratesAByteOrderMarkCarriageReturnsAndBlankLines() throws IOException {
        Path file = folder.resolve("windows.jsonl");
        Files.writeString(file, "\ufeff" + made("order-1", "m1") + "\r\n\r\n  \r\n" + made("order-2", "m2") + "\r\n");

        ImportReport report = run(file);

        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.refused()).isZero();
    }

    @Test
    void refusesUtf16BeforeRecordingAnything() throws IOException {
        Path file = folder.resolve("utf16.jsonl");
        Files.write(file, made("order-1", "m1").getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> run(file))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("UTF-16")
                .hasMessageContaining("iconv");
        assertThat(sink.batches).isEmpty();
    }

    @Test
    void countsTheSameLinesAsDuplicatesWhenTheyComeAgain() throws IOException {
        Path file = file("orders.jsonl", List.of(made("order-1", null), met("order-1", null), made("order-2", "m2")));

        ImportReport first = run(file);
        ImportReport again = run(file);

        assertThat(first.accepted()).isEqualTo(3);
        assertThat(again.accepted()).isZero();
        assertThat(again.duplicate()).isEqualTo(3);
        assertThat(again.exitCode()).isZero();
    }

    @Test
    void namesALineWithoutIdByItsHash() throws IOException {
        String line = met("order-1", null);
        run(file("unix.jsonl", List.of(made("order-1", "m1"), line)));
        Path windows = folder.resolve("windows.jsonl");
        Files.writeString(windows, line + "\r\n");

        assertThat(run(windows).duplicate()).isEqualTo(1);
        assertThat(sink.ledger
                        .states()
                        .values()
                        .iterator()
                        .next()
                        .events()
                        .getLast()
                        .envelope()
                        .key())
                .satisfies(key -> {
                    assertThat(key.source()).isEqualTo("import");
                    assertThat(key.id()).matches("[0-9a-f]{32}");
                });
    }

    @Test
    void goesOnAfterTheLedgerWasLostAndComesToTheSameTotals() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3_500; i++) {
            lines.add(made("order-" + i, null));
        }
        Path file = file("orders.jsonl", lines);
        sink.batchesUntilLost = 2;

        assertThatThrownBy(() -> run(file)).isInstanceOfSatisfying(ImportStopped.class, stopped -> {
            assertThat(stopped).hasMessageContaining("no ledger at").hasMessageContaining("Run it again");
            assertThat(stopped.soFar().accepted()).isEqualTo(2_000);
        });
        sink.batchesUntilLost = Integer.MAX_VALUE;
        ImportReport again = run(file);

        assertThat(again.duplicate()).isEqualTo(2_000);
        assertThat(again.accepted()).isEqualTo(1_500);
        assertThat(sink.ledger.size()).isEqualTo(3_500);
    }

    @Test
    void saysWhereADamagedArchiveEndsAndKeepsWhatCameBefore() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append(made("order-" + i, "m" + i)).append('\n');
        }
        byte[] packed = gzip(lines.toString());
        Path file = folder.resolve("cut.jsonl.gz");
        Files.write(file, java.util.Arrays.copyOf(packed, packed.length / 2));

        assertThatThrownBy(() -> run(file)).isInstanceOfSatisfying(ImportStopped.class, stopped -> {
            assertThat(stopped).hasMessageContaining("cut.jsonl.gz");
            assertThat(stopped.soFar().accepted()).isPositive().isEqualTo(sink.ledger.size());
        });
    }

    @Test
    void takesCorrectionsConfirmationsAndVoidsInAnyOrder() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                made("order-1", "m1"),
                met("order-1", "late-1"),
                "{\"type\":\"corrected\",\"commitment\":\"order-1\",\"target\":{\"source\":\"erp\",\"id\":\"late-1\"},"
                        + "\"with\":{\"at\":\"2026-05-02T10:00:00Z\"},\"reason\":\"typo\",\"actor\":\"ann\","
                        + "\"evidence\":\"SYSTEM\",\"at\":\"2026-06-03T00:00:00Z\",\"source\":\"erp\",\"id\":\"c1\"}",
                "{\"type\":\"confirmed\",\"commitment\":\"order-1\",\"target\":{\"source\":\"erp\",\"id\":\"m1\"},"
                        + "\"by\":\"promisee\",\"at\":\"2026-06-03T00:00:00Z\",\"source\":\"erp\",\"id\":\"f1\"}",
                made("order-2", "m2"),
                voided("order-2", "v2"),
                made("order-3", "m3"),
                voided("order-3", "v3"),
                "{\"type\":\"corrected\",\"commitment\":\"order-3\",\"target\":{\"source\":\"erp\",\"id\":\"v3\"},"
                        + "\"strike\":true,\"reason\":\"it did exist\",\"actor\":\"ann\",\"evidence\":\"SYSTEM\","
                        + "\"at\":\"2026-06-03T00:00:00Z\",\"source\":\"erp\",\"id\":\"c3\"}",
                met("order-3", "met-3")));
        for (int seed = 0; seed < 50; seed++) {
            sink = new RecordingSink();
            Collections.shuffle(lines, new Random(seed));

            ImportReport report = run(file("shuffled.jsonl", lines));

            assertThat(report.refused()).as("seed %d", seed).isZero();
            assertThat(report.accepted()).as("seed %d", seed).isEqualTo(lines.size());
            assertThat(sink.outcomes(AS_OF))
                    .as("seed %d: %s", seed, lines)
                    .isEqualTo(Map.of(Outcome.MET, 1, Outcome.MET_LATE, 1, Outcome.VOIDED, 1));
        }
    }

    @Test
    void showsProgressOnlyWhereItIsAskedFor() throws IOException {
        Path file = file("orders.jsonl", Collections.nCopies(2_000, made("order-1", "m1")));

        run(file);
        assertThat(err.size()).isZero();
        importer(options().withProgress(true)).run(List.of(file), sink);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("import").contains("100%");
    }

    @Test
    void saysTheSameInTextAndInJson() throws IOException {
        Path file = file("orders.jsonl", List.of(made("order-1", "m1"), made("order-1", "m1"), "nonsense"));

        ImportReport report = run(file);

        assertThat(report.toText()).containsPattern("read +3").containsPattern("refused +1  MALFORMED 1");
        JsonValue.JsonObject json = (JsonValue.JsonObject) JsonReader.read(report.toJson());
        assertThat(json.get("read")).isEqualTo(new JsonValue.JsonNumber("3"));
        assertThat(json.get("accepted")).isEqualTo(new JsonValue.JsonNumber("1"));
        assertThat(json.get("duplicate")).isEqualTo(new JsonValue.JsonNumber("1"));
        assertThat(json.get("refused")).isEqualTo(new JsonValue.JsonNumber("1"));
        assertThat(report.read()).isEqualTo(report.accepted() + report.duplicate() + report.refused());
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private Importer.Options options() {
        return Importer.Options.defaults().withProgress(false);
    }

    private Importer importer(Importer.Options options) {
        return importer(options, InputStream.nullInputStream());
    }

    private Importer importer(Importer.Options options, InputStream stdin) {
        return new Importer(
                options,
                stdin,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InstantSource.fixed(RecordingSink.NOW));
    }

    private ImportReport run(Path... files) {
        return importer(options()).run(List.of(files), sink);
    }
}
