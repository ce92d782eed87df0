package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.app.support.LineSink;
import dev.kept.domain.commitment.RefusalCode;
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
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
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
    void keepsEveryRefusedLineWithItsReason() throws IOException {
        Path file = folder.resolve("mixed.jsonl");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(bytes(made("order-1", "m1") + "\n"));
        bytes.write(bytes("{\"type\":\"met\",\"commitment\":\"order-1\",\"at\":\"yesterday\"}\n"));
        bytes.write(bytes("{\"type\":\"met\",\"commitment\":\"caf"));
        bytes.write(0xe9);
        bytes.write(bytes("\"}\n"));
        bytes.write(bytes("{\"x\":\"" + "y".repeat(300_000) + "\"}\n"));
        bytes.write(bytes(
                "{\"type\":\"corrected\",\"commitment\":\"order-1\",\"target\":{\"source\":\"erp\",\"id\":\"none\"},"
                        + "\"strike\":true,\"reason\":\"r\",\"actor\":\"a\",\"evidence\":\"SYSTEM\"}\n"));
        bytes.write(bytes("not json\n"));
        Files.write(file, bytes.toByteArray());

        ImportReport report = run(file);

        assertThat(report.read()).isEqualTo(6);
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.refusedByCode())
                .isEqualTo(Map.of(RefusalCode.BAD_TIME, 1L, RefusalCode.MALFORMED, 3L, RefusalCode.UNKNOWN_FACT, 1L));
        assertThat(report.exitCode()).isEqualTo(1);
        Path rejects = folder.resolve("mixed.jsonl.rejects.jsonl");
        assertThat(report.rejectFiles()).containsExactly(rejects);
        Map<Long, JsonValue.JsonObject> byLine = rejects(rejects);
        assertThat(byLine.keySet()).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L);
        assertThat(text(byLine.get(2L), "code")).isEqualTo("BAD_TIME");
        assertThat(text(byLine.get(2L), "field")).isEqualTo("at");
        assertThat(text(byLine.get(2L), "value")).isEqualTo("yesterday");
        assertThat(text(byLine.get(2L), "fix")).contains("2026-11-30T17:00:00Z");
        assertThat(text(byLine.get(2L), "raw")).contains("yesterday");
        byte[] latin = Base64.getDecoder().decode(text(byLine.get(3L), "rawBase64"));
        assertThat(new String(latin, StandardCharsets.ISO_8859_1)).contains("café");
        assertThat(byLine.get(4L).get("cutFrom")).isEqualTo(new JsonValue.JsonNumber("300008"));
        assertThat(text(byLine.get(5L), "code")).isEqualTo("UNKNOWN_FACT");
        assertThat(text(byLine.get(6L), "raw")).isEqualTo("not json");
    }

    @Test
    void writesRejectsOfAllFilesWhereItIsTold() throws IOException {
        Path one = file("one.jsonl", List.of("bad one"));
        Path two = file("two.jsonl", List.of("", "bad two"));
        Path rejects = folder.resolve("all-rejects.jsonl");

        ImportReport report = importer(options().withRejectFile(rejects)).run(List.of(one, two), sink);

        assertThat(report.rejectFiles()).containsExactly(rejects);
        assertThat(Files.readAllLines(rejects)).hasSize(2).anyMatch(line -> line.contains("two.jsonl\",\"line\":2"));
        assertThat(Files.exists(folder.resolve("one.jsonl.rejects.jsonl"))).isFalse();
    }

    @Test
    void neverOverwritesAnImportedFileWithRejects() throws IOException {
        Path file = file("one.jsonl", List.of("bad one"));
        Path rejects = file("one.jsonl.rejects.jsonl", List.of(made("order-1", "m1")));

        assertThatThrownBy(() -> run(file, rejects)).isInstanceOf(ImportRefused.class);
        assertThatThrownBy(() -> importer(options().withRejectFile(file)).run(List.of(file), sink))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("overwritten");
        assertThat(Files.readString(file)).isEqualTo("bad one\n");
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
    void refusesForGoodWhatNoOtherLineLetsIn() throws IOException {
        String orphan =
                "{\"type\":\"confirmed\",\"commitment\":\"order-1\",\"target\":{\"source\":\"erp\",\"id\":\"none\"},"
                        + "\"by\":\"promisee\",\"source\":\"erp\",\"id\":\"f1\"}";

        ImportReport report = run(file("orphan.jsonl", List.of(orphan, made("order-1", "m1"))));

        assertThat(report.refusedByCode()).isEqualTo(Map.of(RefusalCode.UNKNOWN_FACT, 1L));
        assertThat(rejects(report.rejectFiles().getFirst())).containsOnlyKeys(1L);
    }

    @Test
    void boundsWhatWaitsAndRejectsTheOverflow() throws IOException {
        RecordingSink ledger = new RecordingSink();
        try (Rejects rejects = new Rejects(folder.resolve("rejects.jsonl"))) {
            Intake intake = new Intake(ledger, rejects, 3);
            for (int i = 0; i < 5; i++) {
                byte[] line = bytes(
                        "{\"type\":\"confirmed\",\"commitment\":\"order-1\",\"target\":{\"source\":\"erp\",\"id\":\"m1\"},"
                                + "\"by\":\"promisee\",\"source\":\"erp\",\"id\":\"f" + i + "\"}");
                intake.add(Draft.of(new Draft.Origin(Path.of("f"), i, 0, line.length), line, line, "import"));
            }
            byte[] promise = bytes(made("order-1", "m1"));
            intake.add(Draft.of(new Draft.Origin(Path.of("f"), 5, 0, promise.length), promise, promise, "import"));
            intake.finish();

            ImportReport report = intake.report(false, 0, java.time.Duration.ZERO);
            assertThat(report.accepted()).isEqualTo(4);
            assertThat(report.refusedByCode()).isEqualTo(Map.of(RefusalCode.UNKNOWN_FACT, 2L));
            assertThat(report.read()).isEqualTo(6);
        }
        assertThat(Files.readAllLines(folder.resolve("rejects.jsonl"))).hasSize(2);
    }

    @Test
    void findsContradictionsInADryRunAndRecordsNothing() throws IOException {
        Path file = file(
                "orders.jsonl",
                List.of(
                        made("order-1", "m1"),
                        made("order-1", "m1"),
                        made("order-1", "m2").replace("ACME", "OTHER"),
                        met("order-1", "m1"),
                        "nonsense"));

        ImportReport report = importer(options()).dryRun(List.of(file));

        assertThat(report.dryRun()).isTrue();
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.duplicate()).isEqualTo(1);
        assertThat(report.refusedByCode())
                .isEqualTo(Map.of(
                        RefusalCode.ALREADY_MADE,
                        1L,
                        RefusalCode.CONFLICTING_DUPLICATE,
                        1L,
                        RefusalCode.MALFORMED,
                        1L));
        assertThat(report.toText()).contains("dry run: nothing was recorded");
        assertThat(sink.batches).isEmpty();
    }

    @Test
    void readsOnWithoutMemoryWhenADryRunGrowsTooLarge() {
        Rehearsal rehearsal = new Rehearsal(InstantSource.fixed(RecordingSink.NOW), 2);
        List<LineSink.LineAnswer> first = rehearsal.record(lines(made("order-1", "m1"), made("order-2", "m2")));
        List<LineSink.LineAnswer> rest = rehearsal.record(lines(made("order-1", "other"), "nonsense"));

        assertThat(first).allMatch(LineSink.LineAnswer.Accepted.class::isInstance);
        assertThat(rest.get(0)).isInstanceOf(LineSink.LineAnswer.Accepted.class);
        assertThat(rest.get(1)).isInstanceOf(LineSink.LineAnswer.Refused.class);
        assertThat(rehearsal.rehearsed()).isEqualTo(2);
    }

    @Test
    void refusesWhatItCannotBeginWith() throws IOException {
        Path table = file("orders.csv", List.of("a,b"));

        assertThatThrownBy(() -> run(folder.resolve("absent.jsonl"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> run(folder)).hasMessageContaining("cannot be read as a file");
        assertThatThrownBy(() -> run(table)).hasMessageContaining("--map");
        assertThatThrownBy(() -> importer(options()).run(List.of(), sink)).hasMessageContaining("Name a file");
        assertThatThrownBy(() -> run(Path.of("-"), Path.of("-"))).hasMessageContaining("once");
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

    private static List<LineSink.SourceLine> lines(String... lines) {
        List<LineSink.SourceLine> all = new ArrayList<>();
        for (String line : lines) {
            all.add(new LineSink.SourceLine(bytes(line), "import", "id-" + line.hashCode()));
        }
        return all;
    }

    private static String made(String commitment, String id) {
        return "{\"type\":\"made\",\"commitment\":\"" + commitment
                + "\",\"customer\":\"ACME\",\"at\":\"2026-05-01T00:00:00Z\"," + "\"due\":\"2026-05-08T00:00:00Z\""
                + key(id) + "}";
    }

    /// Nine days late, unless corrected.
    private static String met(String commitment, String id) {
        return "{\"type\":\"met\",\"commitment\":\"" + commitment + "\",\"at\":\"2026-05-17T00:00:00Z\"" + key(id)
                + "}";
    }

    private static String voided(String commitment, String id) {
        return "{\"type\":\"voided\",\"commitment\":\"" + commitment + "\",\"reason\":\"twice\",\"actor\":\"ann\","
                + "\"evidence\":\"SYSTEM\",\"at\":\"2026-05-17T00:00:00Z\"" + key(id) + "}";
    }

    private static String key(String id) {
        return id == null ? "" : ",\"source\":\"erp\",\"id\":\"" + id + "\"";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes(text));
        }
        return out.toByteArray();
    }

    private Path file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static Map<Long, JsonValue.JsonObject> rejects(Path file) throws IOException {
        Map<Long, JsonValue.JsonObject> byLine = new java.util.TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonValue.JsonObject object =
                    (JsonValue.JsonObject) JsonReader.readTrusted(line.getBytes(StandardCharsets.UTF_8));
            byLine.put(Long.valueOf(((JsonValue.JsonNumber) object.get("line")).text()), object);
        }
        return byLine;
    }

    private static String text(JsonValue.JsonObject object, String member) {
        return ((JsonValue.JsonText) object.get(member)).value();
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
