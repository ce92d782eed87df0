package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    Path directory;

    @Test
    void isCutWhenItGrowsTooLongAndOneOldPartIsKept() throws IOException {
        var log = ServerLog.in(directory);
        log.create();
        Files.write(log.file(), new byte[8 << 20]);
        log.bound();
        assertThat(log.size()).isEqualTo(8 << 20);

        Files.writeString(log.file(), "one more line\n", StandardOpenOption.APPEND);
        log.bound();

        assertThat(log.size()).isZero();
        assertThat(Files.size(directory.resolve("server.log.1"))).isGreaterThan(8 << 20);
    }

    @Test
    void givesTheLastLinesOfOneRun() throws IOException {
        var log = ServerLog.in(directory);
        Files.writeString(log.file(), "earlier run\n");
        var start = log.size();
        Files.writeString(log.file(), "a\n\nb\nc\n", StandardOpenOption.APPEND);

        assertThat(log.lastLinesSince(start, 10)).containsExactly("a", "b", "c");
        assertThat(log.lastLinesSince(start, 2)).containsExactly("b", "c");
    }

    @Test
    void givesWhatIsThereAfterItWasCut() throws IOException {
        var log = ServerLog.in(directory);
        Files.writeString(log.file(), "short\n");

        assertThat(log.lastLinesSince(1_000_000, 10)).containsExactly("short");
    }

    @Test
    void givesNothingWhenThereIsNoFile() throws IOException {
        assertThat(ServerLog.in(directory).lastLinesSince(0, 10)).isEmpty();
    }

    @Test
    void readsNoMoreThanTheEndOfALongFile() throws IOException {
        var log = ServerLog.in(directory);
        Files.writeString(log.file(), "x".repeat(1 << 20) + "\nlast\n");

        assertThat(log.lastLinesSince(0, 1)).containsExactly("last");
    }
}
