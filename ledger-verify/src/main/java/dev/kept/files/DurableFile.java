package dev.kept.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// Replaces whole files so that after any crash the old or the new content is there, never a part of one.
public final class DurableFile {
    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> ALL_READ =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    private DurableFile() {}

    /// Who may read a file.
    public enum Readers {
        OWNER,
        EVERYBODY
    }

    /// Writes the content beside the file, flushes it, moves it into place and flushes the folder.
    public static void replace(Path file, byte[] content, Readers readers) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(
                folder, file.getFileName() + ".", ".draft", readers == Readers.OWNER ? OWNER_ALONE : ALL_READ);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        flushFolder(folder);
    }

    /// Makes new names in a folder durable.
    public static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
