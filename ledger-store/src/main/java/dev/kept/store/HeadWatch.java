package dev.kept.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows how far the logs have grown, and wakes who waits for it.
///
/// | an append | is known |
/// |---|---|
/// | of this process | at once: the engine says so |
/// | of another node | by its signal, see [HeadSignals] |
/// | whose signal was lost | by the poll, see [HeadSignals] |
final class HeadWatch implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HeadWatch.class);

    private final HeadSignals signals;
    private final Map<Integer, AtomicLong> sizes = new ConcurrentHashMap<>();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long growths;
    private boolean started;
    private volatile boolean closed;

    /// Opens the connection that listens, apart from the pool.
    @FunctionalInterface
    interface Connector {
        Connection open() throws SQLException;
    }

    HeadWatch(DataSource database, Connector connector) {
        this.signals = new HeadSignals(database, connector, this::seen);
    }

    /// Facts known to be in the log; it may hold more.
    long size(int log) {
        start();
        return known(log).get();
    }

    /// This process has seen the log at this size, be it by an append or by reading its head.
    void seen(int log, long size) {
        if (known(log).getAndAccumulate(size, Math::max) < size) {
            wake();
        }
    }

    /// This process has appended: other nodes are to be told.
    void appended(int log, long size) {
        seen(log, size);
        start();
        signals.tellOthers();
    }

    /// Runs after a growth of any log, on a thread of the watch, so that no append waits for a reader. Growths that
    /// come while it runs make it run once more.
    void listen(Runnable listener) {
        start();
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }

    boolean await(int log, long size, Duration limit) throws InterruptedException {
        start();
        long nanos = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (known(log).get() < size) {
                if (nanos <= 0 || closed) {
                    return false;
                }
                nanos = grown.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
        signals.close();
    }

    private void start() {
        lock.lock();
        try {
            if (started || closed) {
                return;
            }
            started = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("kept-log-wakes").start(this::wakeListeners);
        signals.start();
    }

    private AtomicLong known(int log) {
        return sizes.computeIfAbsent(log, _ -> new AtomicLong());
    }

    private void wake() {
        lock.lock();
        try {
            growths++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeListeners() {
        for (long seen = awaitGrowth(0); !closed; seen = awaitGrowth(seen)) {
            for (Runnable listener : listeners) {
                try {
                    listener.run();
                } catch (RuntimeException failure) {
                    LOGGER.warn("A reader failed when it was woken", failure);
                }
            }
        }
    }

    private long awaitGrowth(long seen) {
        lock.lock();
        try {
            while (growths == seen && !closed) {
                grown.awaitUninterruptibly();
            }
            return growths;
        } finally {
            lock.unlock();
        }
    }
}
