package dev.kept.app.importing;

import static dev.kept.app.importing.FactLines.bytes;
import static dev.kept.app.importing.FactLines.made;
import static dev.kept.app.importing.FactLines.met;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.app.support.LineSink;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused, line by line and as a whole.
class RejectsTest {
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

    private static List<LineSink.SourceLine> lines(String... lines) {
        List<LineSink.SourceLine> all = new ArrayList<>();
        for (String line : lines) {
            all.add(new LineSink.SourceLine(bytes(line), "import", "id-" + line.hashCode()));
        }
        return all;
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
