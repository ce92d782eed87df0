package dev.kept.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The file that the server writes its messages to by itself, bounded by us to two files of [#MAX_BYTES].
///
/// The server holds it open for appending; hence it is copied and cut, never renamed, while the server lives.
record ServerLog(Path file) {
    static final String FILE = "server.log";

    private static final long MAX_BYTES = 8L << 20;
    private static final int TAIL_BYTES = 16 << 10;

    static ServerLog in(Path dataDirectory) {
        return new ServerLog(dataDirectory.resolve(FILE));
    }

    /// Makes the file for our eyes only, since the server itself would not.
    void create() throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    void bound() throws IOException {
        if (size() > MAX_BYTES) {
            Files.copy(file, file.resolveSibling(FILE + ".1"), StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        }
    }

    List<String> lastLinesSince(long start, int lines) throws IOException {
        return lastLines(file, start, lines);
    }

    /// The last lines behind a position of a file, as far as they lie within its last 16 KiB.
    static List<String> lastLines(Path file, long start, int lines) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var access = new RandomAccessFile(file.toFile(), "r")) {
            var length = access.length();
            var from = Math.max(start > length ? 0 : start, length - TAIL_BYTES);
            var bytes = new byte[(int) (length - from)];
            access.seek(from);
            access.readFully(bytes);
            var all = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        }
    }
}
