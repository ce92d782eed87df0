package dev.kept.store;

import dev.kept.domain.audit.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fact on its way into the log: everything but what is assigned under the head's lock.
///
/// @param own whether the stream is the fact's own, so that nothing can be in it
/// @param micros the message's timestamp: the acceptance time unless the log is ahead of it
/// @param atMicros when it happened
/// @param recMicros when it became known; null for the acceptance
record Draft(
        String factId,
        String stream,
        boolean own,
        String name,
        int revision,
        long micros,
        long atMicros,
        @Nullable Long recMicros,
        byte[] payload,
        byte[] meta,
        @Nullable Hash dek,
        List<Pair> keys,
        List<Pair> tags) {
    /// Source and source id, or key and value of any other tag.
    record Pair(String first, String second) {}
}
