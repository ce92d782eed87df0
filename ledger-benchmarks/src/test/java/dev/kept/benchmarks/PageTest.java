package dev.kept.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir
    Path directory;

    @Test
    void beginsAPageWhereThereIsNone() throws Exception {
        Path file = directory.resolve("docs/benchmarks.md");
        new Page(file).replace("store", "## The log\n\nfast\n");

        assertThat(Files.readString(file))
                .startsWith("# Benchmarks\n")
                .endsWith("\n\n<!-- bench store: begin -->\n## The log\n\nfast\n<!-- bench store: end -->\n");
    }

    @Test
    void replacesItsOwnSectionAndLeavesEveryOtherOne() throws Exception {
        Path file = directory.resolve("benchmarks.md");
        new Page(file).replace("store", "first");
        new Page(file).replace("score", "scores");
        Files.writeString(file, Files.readString(file) + "\nWritten by hand.\n");
        String before = Files.readString(file);

        new Page(file).replace("store", "second");

        assertThat(Files.readString(file)).isEqualTo(before.replace("first", "second"));
        new Page(file).replace("store", "first");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void refusesAPageWhoseMarkersAreBroken() {
        assertThatThrownBy(() -> Page.replaced("# Page\n<!-- bench store: end -->\n", "store", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bench store: begin");
    }
}
