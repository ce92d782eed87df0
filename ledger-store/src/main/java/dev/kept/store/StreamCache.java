package dev.kept.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers the streams of one log that were used last, up to a bound in bytes.
///
/// A stream only grows and its versions are dense, so what is remembered of it is right for ever as far as it goes,
/// whichever node wrote it; a lookup asks the database for the versions beyond and adds them. So a stale entry costs a
/// fetch, never a wrong answer. Only a restored backup makes entries wrong, and restoring takes a restart of the
/// server: what is remembered holds for one run of it. Lists that were handed out never change.
final class StreamCache {
    static final long DEFAULT_BYTES = 64L << 20;

    private static final int FACT_OVERHEAD = 400;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, List<StoredFact>> streams = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long serverStart;

    StreamCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// What was remembered of some streams.
    ///
    /// @param serverStart the run of the server that it is right for
    /// @param streams each from its first version on
    record Remembered(long serverStart, Map<String, List<StoredFact>> streams) {
        boolean holdsFor(Head head) {
            return streams.isEmpty() || serverStart == head.serverStart();
        }
    }

    Remembered get(Collection<String> wanted) {
        lock.lock();
        try {
            Map<String, List<StoredFact>> found = new HashMap<>();
            for (String stream : wanted) {
                List<StoredFact> facts = streams.get(stream);
                if (facts != null) {
                    found.put(stream, facts);
                }
            }
            return new Remembered(serverStart, found);
        } finally {
            lock.unlock();
        }
    }

    /// Adds committed facts, in the order of positions; one that does not continue what is remembered is left out.
    void add(Collection<StoredFact> facts, long serverStart) {
        lock.lock();
        try {
            if (this.serverStart != serverStart) {
                streams.clear();
                bytes = 0;
                this.serverStart = serverStart;
            }
            Map<String, List<StoredFact>> longer = new LinkedHashMap<>();
            for (StoredFact fact : facts) {
                List<StoredFact> known =
                        longer.computeIfAbsent(fact.stream(), stream -> new ArrayList<>(remembered(stream)));
                if (fact.version() == known.size()) {
                    known.add(fact);
                    bytes += bytes(fact);
                }
            }
            longer.forEach((stream, known) -> {
                if (!known.isEmpty()) {
                    streams.put(stream, known);
                }
            });
            shrink();
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private List<StoredFact> remembered(String stream) {
        return streams.getOrDefault(stream, List.of());
    }

    private void shrink() {
        Iterator<List<StoredFact>> eldest = streams.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            for (StoredFact fact : eldest.next()) {
                bytes -= bytes(fact);
            }
            eldest.remove();
        }
    }

    private static long bytes(StoredFact fact) {
        return FACT_OVERHEAD + fact.stream().length() + fact.payload().length + fact.meta().length;
    }
}
