package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.commitment.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableImportTest {
    private static final String MAPPING = """
            facts:
              - type: made
                fields:
                  commitment: "order-{id}"
                  customer: "{customer}"
                  at: {column: made, date: yyyy-MM-dd, zone: UTC}
                  due: {column: due, date: yyyy-MM-dd, zone: UTC}
              - type: met
                when: shipped
                fields:
                  commitment: "order-{id}"
                  at: {column: shipped, date: yyyy-MM-dd, zone: UTC}
            """;

    @TempDir
    private Path folder;

    private final RecordingSink sink = new RecordingSink();

    @Test
    void makesSeveralFactsOfARowAndCountsRowsThatSayNothing() throws IOException {
        Path table = table("""
                id,customer,made,due,shipped
                1,ACME,2026-05-01,2026-05-08,2026-05-07
                2,"Smith, Jones
                & Sons",2026-05-01,2026-05-08,
                """);
        String onlyMet = MAPPING.substring(0, MAPPING.indexOf("  - type: made"))
                + MAPPING.substring(MAPPING.indexOf("  - type: met"));

        ImportReport report = run(MAPPING.replace("customer: \"{customer}\"", "customer: ACME"), table);
        ImportReport met = run(onlyMet, table);

        assertThat(report.rows()).isEqualTo(2);
        assertThat(report.accepted()).isEqualTo(3);
        assertThat(met.rows()).isEqualTo(2);
        assertThat(met.silentRows()).isEqualTo(1);
        assertThat(met.duplicate()).isEqualTo(1);
    }

    @Test
    void refusesTheFactOfABadCellAndKeepsTheOthersOfItsRow() throws IOException {
        Path table = table("""
                id,customer,made,due,shipped
                1,ACME,2026-05-01,2026-05-08,soon
                """);

        ImportReport report = run(MAPPING, table);

        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.refusedByCode()).isEqualTo(Map.of(RefusalCode.BAD_TIME, 1L));
        assertThat(Files.readString(report.rejectFiles().getFirst()))
                .contains(
                        "\"field\":\"shipped\"", "\"value\":\"soon\"", "\"raw\":\"1,ACME,2026-05-01,2026-05-08,soon\"");
    }

    @Test
    void keepsTheRowAndTheFactItBecameOfWhatTheLedgerRefuses() throws IOException {
        Path table = table("""
                id,customer,made,due,shipped
                1,ACME,2026-05-08,2026-05-01,
                """);

        ImportReport report = run(MAPPING, table);

        assertThat(report.refusedByCode()).isEqualTo(Map.of(RefusalCode.DUE_BEFORE_MADE, 1L));
        assertThat(Files.readString(report.rejectFiles().getFirst()))
                .contains("\"raw\":\"1,ACME,", "\"fact\":\"{\\\"type\\\":\\\"made\\\"");
    }

    @Test
    void refusesRowsThatAreNoneAndReadsOn() throws IOException {
        Path table = table("""
                id,customer,made,due,shipped
                1,ACME,2026-05-01
                2,ACME,2026-05-01,2026-05-08,,
                3,"AC"ME,2026-05-01,2026-05-08,
                4,"ACME,2026-05-01,2026-05-08,
                5,ACME,2026-05-01,2026-05-08,
                """);

        ImportReport report = run(MAPPING, table);

        assertThat(report.refusedByCode()).isEqualTo(Map.of(RefusalCode.MALFORMED, 4L));
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.rows()).isEqualTo(5);
        assertThat(Files.readString(report.rejectFiles().getFirst()))
                .contains("the row has 3 cells, the table 5 columns")
                .contains("after closing quote")
                .contains("a quote is opened and not closed");
    }

    @Test
    void readsOtherCharsetsAndRefusesRowsThatAreNotInTheirs() throws IOException {
        String rows = "id,customer,made,due,shipped\n1,Müller,2026-05-01,2026-05-08,\n";
        Path latin = Files.write(folder.resolve("latin.csv"), rows.getBytes(Charset.forName("windows-1252")));
        Path utf8 = Files.write(folder.resolve("utf8.csv"), ("\ufeff" + rows).getBytes(StandardCharsets.UTF_8));

        assertThat(run(MAPPING, latin).refusedByCode()).isEqualTo(Map.of(RefusalCode.MALFORMED, 1L));
        assertThat(Files.readString(folder.resolve("latin.csv.rejects.jsonl"))).contains("rawBase64");
        assertThat(run("format: {charset: windows-1252}\n" + MAPPING, latin).accepted())
                .isEqualTo(1);
        assertThat(run(MAPPING, utf8).duplicate()).isEqualTo(1);
    }

    @Test
    void readsATableWithoutHeadings() throws IOException {
        Path table = table("1,ACME,2026-05-01,2026-05-08,\n");

        ImportReport report = run("format: {columns: [id, customer, made, due, shipped]}\n" + MAPPING, table);

        assertThat(report.accepted()).isEqualTo(1);
    }

    @Test
    void refusesATableWithoutTheColumnsOfTheMappingBeforeRecordingAnything() throws IOException {
        Path good = table("id,customer,made,due,shipped\n1,ACME,2026-05-01,2026-05-08,\n");
        Path bad = Files.writeString(folder.resolve("bad.csv"), "id;customer;made;due\n");
        Path doubled = Files.writeString(folder.resolve("doubled.csv"), "id,id,customer,made,due,shipped\n");

        assertThatThrownBy(() -> run(MAPPING, good, bad))
                .isInstanceOf(ImportRefused.class)
                .hasMessageContaining("no such column")
                .hasMessageContaining("format.separator");
        assertThatThrownBy(() -> run(MAPPING, good, doubled)).hasMessageContaining("two columns of this name");
        assertThat(sink.batches).isEmpty();
    }

    @Test
    void givesTheSameFactsOfARowTheSameKeysAgain() throws IOException {
        Path table = table("""
                id,customer,made,due,shipped
                1,ACME,2026-05-01,2026-05-08,2026-05-07
                """);

        run(MAPPING, table);
        ImportReport again = run(MAPPING, table);

        assertThat(again.duplicate()).isEqualTo(2);
        assertThat(again.accepted()).isZero();
    }

    private Path table(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private ImportReport run(String mapping, Path... files) {
        var options = Importer.Options.defaults()
                .withMapping(Mapping.parse(mapping, "m.yaml"))
                .withProgress(false);
        return new Importer(options, InputStream.nullInputStream(), System.err, InstantSource.fixed(RecordingSink.NOW))
                .run(List.of(files), sink);
    }
}
