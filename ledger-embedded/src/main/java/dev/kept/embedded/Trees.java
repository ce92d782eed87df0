package dev.kept.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Directories as wholes: removing one, and making a rename in one durable.
final class Trees {
    private static final int MAX_TRIES = 100;
    private static final long PAUSE_NANOS = 100_000_000;

    private Trees() {}

    /// Removes a directory of ours with everything in it, following no link; nothing happens when it is missing.
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Removes what a killed process left behind, whose last children may still be writing into it for a moment.
    static void deleteLeftover(Path root) throws IOException {
        for (var tries = 1; ; tries++) {
            try {
                delete(root);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException stillBusy) {
                if (tries == MAX_TRIES) {
                    throw stillBusy;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// Forces a directory's entries to disk.
    static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
