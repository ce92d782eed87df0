package dev.kept.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The right to be the one owner of a data directory: an operating-system lock, gone the moment its process is.
///
/// No age, no pid file and no timeout decides. Such a lock belongs to a process, and closing *any* descriptor of the
/// file gives it up; hence a second owner in this JVM is told so from [#HELD], before it would open the file, and the
/// pid written into the file is a second guard ([Residents]) for a lock that was lost by such an accident.
final class OwnerLock implements AutoCloseable {
    private static final String FILE = "owner.lock";
    private static final int PID_DIGITS = 20;

    /// Also what keeps a lock from being collected as garbage while its server runs.
    private static final Map<Path, OwnerLock> HELD = new HashMap<>();

    private final Path directory;
    private final FileChannel channel;
    private final OptionalLong previousOwner;

    private OwnerLock(Path directory, FileChannel channel, OptionalLong previousOwner) {
        this.directory = directory;
        this.channel = channel;
        this.previousOwner = previousOwner;
    }

    /// Takes the lock of an existing directory, or says who has it.
    static OwnerLock take(Path directory) throws IOException {
        var real = directory.toRealPath();
        synchronized (HELD) {
            if (HELD.containsKey(real)) {
                throw inUse(real, "this very process, " + ownPid());
            }
            var lock = open(real);
            HELD.put(real, lock);
            return lock;
        }
    }

    private static OwnerLock open(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        var channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) {
                var owner = Files.readString(file).strip();
                throw inUse(directory, owner.isEmpty() ? "another process" : "process " + owner);
            }
            var previousOwner = readPid(channel);
            writePid(channel, ownPid());
            return new OwnerLock(directory, channel, previousOwner);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static OptionalLong readPid(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(PID_DIGITS);
        channel.read(bytes, 0);
        var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static void writePid(FileChannel channel, long pid) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(Long.toString(pid).getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    static StartRefused inUse(Path directory, String owner) {
        return new StartRefused("The data directory " + directory + " is in use by " + owner
                + ": stop that process, or choose another data directory.");
    }

    /// Who wrote itself into the file before us: a process long gone, unless its lock was lost by an accident.
    OptionalLong previousOwner() {
        return previousOwner;
    }

    /// Gives the lock back after a refused start, as if nobody had asked: the owner named before stays named.
    void abandon() throws IOException {
        try {
            if (previousOwner.isPresent()) {
                writePid(channel, previousOwner.getAsLong());
            }
        } finally {
            close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            try {
                channel.close();
            } finally {
                HELD.remove(directory);
            }
        }
    }
}
