package dev.kept.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The whole command in little, on a real broker: everybody reads the topic to its end. Says nothing about speed.
class KafkaCommandIT {
    private static final Pattern FIGURE = Pattern.compile("\\| [^|]+ \\| ([\\d,]+) \\(([\\d,]+)–([\\d,]+)\\) \\|");

    @TempDir
    Path directory;

    @Test
    void measuresEverybodyAndWritesItsSection() throws Exception {
        Path page = directory.resolve("benchmarks.md");
        Files.writeString(page, "# Benchmarks\n\nWritten by another.\n");

        int code = new CommandLine(new KafkaCommand())
                .execute("--quick", "--broker-jars", "../ledger-broker/target/jars", "--out", page.toString());

        assertThat(code).isZero();
        String text = Files.readString(page);
        assertThat(text)
                .contains("Written by another.", "3,000 facts", "./kept bench kafka --quick")
                .contains("fsync on, synchronous_commit on, full_page_writes on");
        assertThat(text.lines().filter(line -> line.matches("\\| .* \\| [≥≤] .* \\| (yes|\\*\\*no\\*\\*) \\|")))
                .as("targets")
                .hasSize(4);
        assertThat(FIGURE.matcher(text).results().map(figure -> figure.group(1)))
                .as("rates and latencies")
                .hasSize(9)
                .doesNotContain("0");
    }
}
