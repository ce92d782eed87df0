package dev.kept.verify;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.Cosignature;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a verifier brings itself: the keys it has pinned, and what it kept of the log from earlier.
///
/// @param checkpoints kept earlier, smallest first
/// @param leaves leaf hashes known from receipts kept earlier, by position
public record Evidence(TrustedKeys keys, List<Checkpoint> checkpoints, Map<Long, Hash> leaves) {
    private static final int MAX_FILE_BYTES = 64 << 20;

    public Evidence {
        checkpoints = checkpoints.stream()
                .sorted((one, other) -> Long.compare(one.size(), other.size()))
                .toList();
        leaves = Map.copyOf(leaves);
    }

    /// Keys alone.
    public static Evidence of(TrustedKeys keys) {
        return new Evidence(keys, List.of(), Map.of());
    }

    /// Keys and files kept earlier, each a signed checkpoint or a receipt.
    ///
    /// @throws MalformedException if a file is neither, or no pinned key signed it
    public static Evidence of(TrustedKeys keys, List<Path> kept) throws IOException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        Map<Long, Hash> leaves = new TreeMap<>();
        for (Path file : kept) {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new MalformedException(file + " is neither a checkpoint nor a receipt: it is too long");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (new String(bytes, StandardCharsets.UTF_8).stripLeading().startsWith("{")) {
                for (Receipt.Proven fact : Receipt.parse(bytes).facts()) {
                    Hash leaf = fact.opening().leaf();
                    switch (fact.proof().check(leaf, keys)) {
                        case NoteCheck.Trusted(Checkpoint checkpoint, List<Cosignature> _) -> {
                            checkpoints.add(checkpoint);
                            leaves.put(fact.proof().index(), leaf);
                        }
                        case NoteCheck.Refused refused -> throw new MalformedException(file + ": " + refused);
                    }
                }
            } else {
                checkpoints.add(
                        switch (keys.check(SignedNote.parse(bytes))) {
                            case NoteCheck.Trusted(Checkpoint checkpoint, List<Cosignature> _) -> checkpoint;
                            case NoteCheck.Refused refused -> throw new MalformedException(file + ": " + refused);
                        });
            }
        }
        return new Evidence(keys, checkpoints.stream().distinct().toList(), leaves);
    }
}
