package dev.kept.verify;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a bundle that was not written to its end.
final class Unfinished {
    private @Nullable BundleHead head;
    private boolean complete;
    private long facts;
    private String stream = "";
    private int version = -1;
    private long end;

    static Optional<BundleChunks.Begun> read(Path file) throws IOException {
        Unfinished state = new Unfinished();
        try (BundleFile bundle = BundleFile.open(file)) {
            try {
                for (Optional<BundleFile.Chunk> next = bundle.next(); next.isPresent(); next = bundle.next()) {
                    if (!state.take(next.get())) {
                        break;
                    }
                }
            } catch (MalformedException _) {
                // What follows the last whole chunk is what the writer was stopped in.
            }
            BundleHead known = state.head;
            return known == null || !state.complete
                    ? Optional.empty()
                    : Optional.of(new BundleChunks.Begun(
                            known, bundle.leaves(), state.facts, state.stream, state.version, state.end));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    /// @return whether the file may go on after this chunk
    private boolean take(BundleFile.Chunk chunk) {
        switch (chunk.type()) {
            case 'H' -> head = BundleHead.parse(chunk.content());
            case 'E' -> {
                return false;
            }
            case 'P' -> complete = true;
            case 'F', 'I' -> {
                List<BundleChunks.BundledFact> all = BundleChunks.facts(chunk.type(), chunk.content());
                Entry last = Entry.parse(all.getLast().opening().entry());
                facts += all.size();
                stream = last.stream();
                version = (int) last.version();
            }
            default -> {}
        }
        end = chunk.end();
        return true;
    }
}
