package dev.kept.projections.audit;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.files.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A signed checkpoint in a file.
record PublishedCheckpoint(SignedNote note, Checkpoint checkpoint) {
    static PublishedCheckpoint of(SignedNote note) {
        return new PublishedCheckpoint(note, Checkpoint.parse(note.text()));
    }

    static Optional<PublishedCheckpoint> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(SignedNote.parse(Files.readAllBytes(file))));
        } catch (MalformedException malformed) {
            throw new IOException("the checkpoint " + file + " cannot be read (" + malformed.getMessage()
                    + "); put back a copy of it, such as a witness's");
        }
    }

    void write(Path file) throws IOException {
        DurableFile.replace(file, note.format().getBytes(StandardCharsets.UTF_8), DurableFile.Readers.EVERYBODY);
    }

    long size() {
        return checkpoint.size();
    }

    Hash root() {
        return checkpoint.root();
    }
}
