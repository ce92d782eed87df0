package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesIT {
    @TempDir
    Path cache;

    @Test
    void unpacksOnceForAllWhoAskAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(3)) {
            var asked = threads.invokeAll(Collections.nCopies(3, (Callable<Binaries>) () -> Binaries.in(cache)));
            for (var one : asked) {
                assertThat(one.get().program("postgres")).isExecutable();
            }
        }
        var home = Binaries.in(cache).home();
        var made = changed(home);

        Binaries.in(cache);

        assertThat(changed(home)).isEqualTo(made);
        assertThat(cache.toFile().list())
                .containsExactlyInAnyOrder("unpack.lock", home.getFileName().toString());
    }

    @Test
    void unpacksAgainWhatWasSweptOrCutShort() throws IOException {
        var home = Binaries.in(cache).home();
        Files.delete(home.resolve("share/postgresql/timezonesets/Default"));
        assertThat(Binaries.in(cache).home().resolve("share/postgresql/timezonesets/Default"))
                .isNotEmptyFile();

        Files.write(home.resolve("bin/postgres"), new byte[0]);
        assertThat(Binaries.in(cache).program("postgres")).isNotEmptyFile().isExecutable();
    }

    @Test
    void cleansUpAfterAnUnpackingThatWasKilled() throws IOException {
        var side = Files.createDirectories(
                cache.resolve("postgres-" + Binaries.VERSION + "-" + System.getProperty("os.arch") + ".new/bin"));
        Files.writeString(side.resolve("postgres"), "half");

        assertThat(Binaries.in(cache).program("postgres")).isExecutable();

        assertThat(side.getParent()).doesNotExist();
    }

    private static FileTime changed(Path path) throws IOException {
        return Files.getLastModifiedTime(path);
    }
}
