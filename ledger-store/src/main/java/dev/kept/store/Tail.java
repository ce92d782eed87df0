package dev.kept.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The facts of one log that this node appended last, without a gap, up to a bound in bytes.
///
/// Whoever keeps up with the log is given them as they were committed, and no row is read and decoded again. Facts of
/// another node leave a gap: what is before it is forgotten. It holds for one run of the server, as does
/// [StreamCache].
final class Tail {
    static final long DEFAULT_BYTES = 16L << 20;

    private static final int FACT_OVERHEAD = 400;

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<StoredFact> facts = new ArrayDeque<>();
    private long bytes;
    private long serverStart;

    Tail(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// Adds a batch that was committed.
    void add(List<StoredFact> batch, long serverStart) {
        if (batch.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            boolean goesOn = !facts.isEmpty()
                    && this.serverStart == serverStart
                    && facts.getLast().position() + 1 == batch.getFirst().position();
            if (!goesOn) {
                facts.clear();
                bytes = 0;
                this.serverStart = serverStart;
            }
            for (StoredFact fact : batch) {
                facts.addLast(fact);
                bytes += bytes(fact);
            }
            while (bytes > maxBytes && !facts.isEmpty()) {
                bytes -= bytes(facts.removeFirst());
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether it begins at or before the fact that comes after this position.
    boolean reachesBackTo(long position) {
        lock.lock();
        try {
            return !facts.isEmpty()
                    && facts.getFirst().position() <= position + 1
                    && facts.getLast().position() > position;
        } finally {
            lock.unlock();
        }
    }

    /// Facts beyond this position, in their order: as many as the log has up to this head, at most `limit`; empty if it
    /// does not hold all of those.
    Optional<List<StoredFact>> after(long position, int limit, Head head) {
        long end = Math.min(head.size(), position + 1 + limit);
        lock.lock();
        try {
            if (facts.isEmpty()
                    || serverStart != head.serverStart()
                    || facts.getFirst().position() > position + 1
                    || facts.getLast().position() + 1 < end) {
                return Optional.empty();
            }
            Iterator<StoredFact> each = facts.iterator();
            List<StoredFact> found = new ArrayList<>((int) Math.max(0, end - position - 1));
            while (each.hasNext()) {
                StoredFact fact = each.next();
                if (fact.position() >= end) {
                    break;
                }
                if (fact.position() > position) {
                    found.add(fact);
                }
            }
            return Optional.of(found);
        } finally {
            lock.unlock();
        }
    }

    private static long bytes(StoredFact fact) {
        return FACT_OVERHEAD + fact.stream().length() + fact.payload().length + fact.meta().length;
    }
}
