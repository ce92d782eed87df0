package dev.kept.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/// The embedded server in a temporary directory that goes when the JVM ends in order, or else when the next one starts.
@NullMarked
final class TemporaryPostgres {
    private static final String PREFIX = "kept-postgres-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,10})-\\d+");

    private TemporaryPostgres() {}

    static TestDatabase.Access start() {
        try {
            removeLeftovers();
            var directory =
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
            var server = EmbeddedPostgres.start(Options.in(directory).withoutStopWithJvm());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server, directory), "kept-postgres-remove"));
            return new TestDatabase.Access(server.jdbcUrl(), server.user(), server.password());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void remove(EmbeddedPostgres server, Path directory) {
        try {
            server.close();
            Trees.delete(directory);
        } catch (IOException failure) {
            System.err.println(directory + " could not be removed: " + failure);
        }
    }

    /// Removes the directories of killed test runs: their names hold the pid of a process that is gone.
    private static void removeLeftovers() throws IOException {
        try (var entries =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), PREFIX + "*")) {
            for (var entry : entries) {
                var name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    removeLeftover(entry);
                }
            }
        }
    }

    private static void removeLeftover(Path directory) {
        try (var _ = OwnerLock.take(directory)) {
            Trees.deleteLeftover(directory);
        } catch (IOException | StartRefused failure) {
            System.err.println("left over and not removed: " + failure);
        }
    }
}
