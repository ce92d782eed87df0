package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows how far the logs have grown, and wakes who waits for it.
///
/// | an append | is known |
/// |---|---|
/// | of this process | at once: the engine says so |
/// | of another node | by its notification, which it sends after the commit, bundled: [#SIGNAL_GAP] at most |
/// | whose notification was lost | by the poll: [#POLL] at most |
///
/// The notification is not part of the append's transaction: `NOTIFY` holds a lock of the whole database until its
/// transaction has committed, so logs side by side would wait for each other's disk flush. It carries no promise; a
/// reader that is woken asks the log.
final class HeadWatch implements AutoCloseable {
    static final Duration SIGNAL_GAP = Duration.ofMillis(50);
    static final Duration POLL = Duration.ofMillis(500);

    private static final Logger LOGGER = LoggerFactory.getLogger(HeadWatch.class);
    private static final String HEADS = "select log, size from kept_log.log";
    private static final String SIGNAL = "select pg_notify('kept_log', '')";
    private static final String LISTEN = "listen kept_log";

    private final DataSource database;
    private final Signals signals;
    private final Map<Integer, AtomicLong> sizes = new ConcurrentHashMap<>();
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Condition unsignalled = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private @Nullable Connection listening;
    private boolean signalDue;
    private boolean started;
    private volatile boolean closed;

    /// Opens the connection that listens, apart from the pool.
    @FunctionalInterface
    interface Signals {
        Connection open() throws SQLException;
    }

    HeadWatch(DataSource database, Signals signals) {
        this.database = database;
        this.signals = signals;
    }

    /// Facts known to be in the log; it may hold more.
    long size(int log) {
        start();
        return known(log).get();
    }

    /// This process has seen the log at this size, be it by an append or by reading its head.
    void seen(int log, long size) {
        if (raise(log, size)) {
            wake();
        }
    }

    /// This process has appended: other nodes are to be told.
    void appended(int log, long size) {
        seen(log, size);
        lock.lock();
        try {
            signalDue = true;
            unsignalled.signal();
        } finally {
            lock.unlock();
        }
        start();
    }

    /// Runs after every growth of any log; it must not block.
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
            unsignalled.signalAll();
            closing.signalAll();
            if (listening != null) {
                listening.close();
            }
        } catch (SQLException failure) {
            LOGGER.debug("The listening connection did not close in order", failure);
        } finally {
            lock.unlock();
        }
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
        Thread.ofVirtual().name("kept-log-listens").start(this::follow);
        Thread.ofVirtual().name("kept-log-signals").start(this::signal);
    }

    private boolean raise(int log, long size) {
        return known(log).getAndAccumulate(size, Math::max) < size;
    }

    private AtomicLong known(int log) {
        return sizes.computeIfAbsent(log, _ -> new AtomicLong());
    }

    private void wake() {
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    private void follow() {
        while (!closed) {
            try (Connection connection = signals.open();
                    Statement listen = connection.createStatement()) {
                hold(connection);
                listen.execute(LISTEN);
                PGConnection notices = connection.unwrap(PGConnection.class);
                while (!closed) {
                    poll(connection);
                    PGNotification[] _ = notices.getNotifications((int) POLL.toMillis());
                }
            } catch (SQLException failure) {
                if (!closed) {
                    LOGGER.warn("The log's heads cannot be followed, next try in {}: {}", POLL, failure.getMessage());
                    pause(POLL);
                }
            }
        }
    }

    private void hold(Connection connection) throws SQLException {
        lock.lock();
        try {
            listening = connection;
            if (closed) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void poll(Connection connection) throws SQLException {
        boolean anyGrown = false;
        try (PreparedStatement select = connection.prepareStatement(HEADS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                anyGrown |= raise(rows.getInt(1), rows.getLong(2));
            }
        }
        if (anyGrown) {
            wake();
        }
    }

    private void signal() {
        while (awaitSignalDue()) {
            try (Connection connection = database.getConnection();
                    PreparedStatement notify = connection.prepareStatement(SIGNAL)) {
                notify.execute();
            } catch (SQLException failure) {
                if (!closed) {
                    LOGGER.warn(
                            "Other nodes were not told of an append, their poll finds it: {}", failure.getMessage());
                }
            }
            pause(SIGNAL_GAP);
        }
    }

    private boolean awaitSignalDue() {
        lock.lock();
        try {
            while (!signalDue && !closed) {
                unsignalled.awaitUninterruptibly();
            }
            signalDue = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration duration) {
        lock.lock();
        try {
            if (!closed) {
                boolean _ = closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
