package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.outcome.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of `docs/import.md` does what the page says.
class ImportDocumentTest {
    private static final Path PAGE = Path.of("..", "docs", "import.md");
    private static final Instant NOW = Instant.parse("2026-08-31T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void theExampleOfThePageComesToTheTotalsOfThePage() throws IOException {
        Path table = Files.writeString(folder.resolve("orders.csv"), block("csv"));
        Path mapping = Files.writeString(folder.resolve("orders.yaml"), block("yaml"));
        var options =
                Importer.Options.defaults().withMapping(Mapping.read(mapping)).withProgress(false);
        var ledger = new dev.kept.app.support.MemoryLedger("acme", InstantSource.fixed(NOW));

        ImportReport report = new Importer(options, InputStream.nullInputStream(), System.err, InstantSource.fixed(NOW))
                .run(List.of(table), ledger);

        assertThat(report.toText()).startsWith(block("text"));
        assertThat(report.refusedByCode()).isEqualTo(Map.of(RefusalCode.BAD_TIME, 1L));
        assertThat(Files.readString(folder.resolve("orders.csv.rejects.jsonl")))
                .contains("31.09.2026")
                .contains("\"line\":6");
        Map<String, Outcome> outcomes = new java.util.TreeMap<>();
        ledger.states()
                .forEach((id, state) -> outcomes.put(
                        id.value(),
                        dev.kept.domain.outcome.Standing.of(state.facts(), NOW.getEpochSecond(), NOW.getEpochSecond())
                                .orElseThrow()
                                .outcome()));
        assertThat(outcomes)
                .isEqualTo(Map.of(
                        "order-10248", Outcome.MET,
                        "order-10249", Outcome.MET_LATE,
                        "order-10250", Outcome.OPEN,
                        "order-10251", Outcome.WITHDRAWN));
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a block of %s in %s", language, PAGE).isTrue();
        return block.group(1);
    }
}
