package dev.kept.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to be the one owner of a data directory: an operating-system lock, gone the moment its process is.
///
/// No age, no pid file and no timeout decides. Such a lock belongs to a process, and closing *any* descriptor of the
/// file gives it up; hence a second owner in this JVM is told so from [#HELD], before it would open the file.
final class OwnerLock implements AutoCloseable {
    private static final String FILE = "owner.lock";
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private OwnerLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// Takes the lock of an existing directory, or says who has it.
    static OwnerLock take(Path directory) throws IOException {
        var real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw inUse(real, "this very process, " + ProcessHandle.current().pid());
        }
        try {
            return new OwnerLock(real, lockedChannel(real));
        } catch (IOException | RuntimeException failure) {
            HELD.remove(real);
            throw failure;
        }
    }

    private static FileChannel lockedChannel(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        var channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
        if (lock == null) {
            var owner = Files.readString(file).strip();
            channel.close();
            throw inUse(directory, owner.isEmpty() ? "another process" : "process " + owner);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static StartRefused inUse(Path directory, String owner) {
        return new StartRefused("The data directory " + directory + " is in use by " + owner
                + ": stop that process, or choose another data directory.");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(directory);
        }
    }
}
