package dev.kept.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The whole command in little: every way to write and read runs and is on the page. Says nothing about speed.
class StoreCommandIT {
    private static final Pattern FIGURE = Pattern.compile("\\| [^|]+ \\| ([\\d,]+) \\(([\\d,]+)–([\\d,]+)\\) \\|");

    @TempDir
    Path directory;

    @Test
    void measuresEverythingAndWritesItsPage() throws Exception {
        Path page = directory.resolve("benchmarks.md");
        Files.writeString(page, "# Benchmarks\n\nWritten by another.\n");

        int code = new CommandLine(new StoreCommand()).execute("--quick", "--out", page.toString());

        assertThat(code).isZero();
        String text = Files.readString(page);
        assertThat(text)
                .contains("Written by another.")
                .contains("stock JPA engine, 32 dispatchers")
                .contains("ledger, 256 callers")
                .contains("raw COPY, binary")
                .contains("raw cursor")
                .contains("a batch of 1,000 streams, remembered")
                .contains("| 3,000 |")
                .contains("fsync on, synchronous_commit on, full_page_writes on")
                .contains("-Xmx512m");
        assertThat(text.lines().filter(line -> line.matches("\\| .* \\| [≥≤] .* \\| (yes|\\*\\*no\\*\\*) \\|")))
                .as("targets")
                .hasSize(7);
        assertThat(FIGURE.matcher(text).results().map(figure -> figure.group(1)))
                .as("figures")
                .hasSizeGreaterThanOrEqualTo(18)
                .doesNotContain("0");
    }
}
