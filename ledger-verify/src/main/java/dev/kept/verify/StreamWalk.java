package dev.kept.verify;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Follows entries in the order of streams and versions: every stream begins at version 0, has no gap, and each entry
/// names the leaf before it.
final class StreamWalk {
    private @Nullable String stream;
    private long version;
    private @Nullable Hash leaf;
    private long streams;

    /// @return whether a new stream begins with this entry
    boolean step(Entry entry, Hash entryLeaf) {
        String before = stream;
        boolean begins = before == null || !entry.stream().equals(before);
        if (begins) {
            if (before != null && entry.stream().compareTo(before) < 0) {
                throw bad(entry, "OUT_OF_ORDER", "stands after the stream " + before + ", which is later in the order");
            }
            if (entry.version() != 0) {
                throw bad(
                        entry,
                        "VERSION_GAP",
                        "is version " + entry.version()
                                + ", but the versions before it are missing: entries were left out");
            }
            streams++;
        } else {
            if (entry.version() != version + 1) {
                throw bad(
                        entry,
                        "VERSION_GAP",
                        "is version " + entry.version() + " after version " + version
                                + ": entries were left out or doubled");
            }
            if (!Objects.equals(entry.previous(), leaf)) {
                throw bad(
                        entry,
                        "CHAIN_BROKEN",
                        "names " + entry.previous() + " as the leaf before it in its stream, but that is " + leaf);
            }
        }
        stream = entry.stream();
        version = entry.version();
        leaf = entryLeaf;
        return begins;
    }

    long streams() {
        return streams;
    }

    private static NotVerified bad(Entry entry, String code, String message) {
        return new NotVerified(Verdict.Failed.at(entry, code, message));
    }
}
