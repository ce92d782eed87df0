package dev.kept.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/// The embedded server in a temporary directory that goes when the JVM ends in order.
@NullMarked
final class TemporaryPostgres {
    private TemporaryPostgres() {}

    static TestDatabase.Access start() {
        try {
            var directory = Files.createTempDirectory("kept-postgres-");
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
}
