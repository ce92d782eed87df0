package dev.kept.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/// Temporary folders that go when the JVM ends in order, or else when a later one makes its first.
@NullMarked
public final class TestFolder {
    private static final String PREFIX = "kept-test-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,10})-.*");
    private static final Queue<Path> CREATED = removedAtTheEnd();

    private TestFolder() {}

    /// @param what is kept in it; part of its name
    public static Path create(String what) {
        try {
            Path folder =
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-" + what + "-");
            CREATED.add(folder);
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Queue<Path> removedAtTheEnd() {
        removeLeftovers();
        Queue<Path> created = new ConcurrentLinkedQueue<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> created.forEach(TestFolder::remove), "kept-test-remove"));
        return created;
    }

    /// Removes the folders of killed test runs: their names hold the pid of a process that is gone.
    private static void removeLeftovers() {
        try (var entries =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), PREFIX + "*")) {
            for (Path entry : entries) {
                var name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    remove(entry);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(Path folder) {
        try {
            Trees.deleteLeftover(folder);
        } catch (IOException failure) {
            System.err.println(folder + " could not be removed: " + failure);
        }
    }
}
