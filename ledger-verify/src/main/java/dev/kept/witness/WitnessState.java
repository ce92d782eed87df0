package dev.kept.witness;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.files.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The last checkpoint that a witness cosigned of each log, on disk; one process at a time.
final class WitnessState implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private WitnessState(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static WitnessState open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new WitnessState(folder, lock);
            }
        } catch (OverlappingFileLockException _) {
            // Held by this very process: the same answer as below.
        }
        lock.close();
        throw new IOException("another witness works on " + folder);
    }

    /// The checkpoint cosigned last; empty before the first.
    ///
    /// @throws IOException if the file is there and cannot be believed: then nothing may be cosigned
    Optional<Checkpoint> last(String origin) throws IOException {
        Path file = file(origin);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Checkpoint checkpoint =
                    Checkpoint.parse(SignedNote.parse(Files.readAllBytes(file)).text());
            if (!checkpoint.origin().equals(origin)) {
                throw new IOException(file + " is about " + checkpoint.origin() + ", not about " + origin);
            }
            return Optional.of(checkpoint);
        } catch (MalformedException malformed) {
            throw new IOException(file + " cannot be read: " + malformed.getMessage(), malformed);
        }
    }

    /// Durable when it returns.
    void keep(String origin, SignedNote note) throws IOException {
        DurableFile.replace(
                file(origin), note.format().getBytes(StandardCharsets.UTF_8), DurableFile.Readers.EVERYBODY);
    }

    /// Keeps what contradicts the log's history, for people.
    Path keepEvidence(String origin, SignedNote note) throws IOException {
        String name = name(origin) + ".conflict-"
                + Hash.leaf(note.format().getBytes(StandardCharsets.UTF_8))
                        .hex()
                        .substring(0, 16);
        Path file = folder.resolve(name);
        DurableFile.replace(file, note.format().getBytes(StandardCharsets.UTF_8), DurableFile.Readers.EVERYBODY);
        return file;
    }

    Path file(String origin) {
        return folder.resolve(name(origin) + ".checkpoint");
    }

    private static String name(String origin) {
        return Hash.leaf(origin.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
