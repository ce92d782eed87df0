package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other nodes of appends and hears of theirs.
///
/// A signal is sent after the commit, bundled: one in [#GAP] at most. It is not part of the append's transaction:
/// `NOTIFY` holds a lock of the whole database until its transaction has committed, so logs side by side would wait for
/// each other's disk flush. A signal carries no promise and no content; whoever hears one reads the heads, and every
/// [#POLL] also without one.
final class HeadSignals implements AutoCloseable {
    static final Duration GAP = Duration.ofMillis(50);
    static final Duration POLL = Duration.ofMillis(500);

    private static final Logger LOGGER = LoggerFactory.getLogger(HeadSignals.class);
    private static final String HEADS = "select log, size from kept_log.log";
    private static final String SIGNAL = "select pg_notify('kept_log', '')";
    private static final String LISTEN = "listen kept_log";

    private final DataSource database;
    private final HeadWatch.Connector connector;
    private final Heads heads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private @Nullable Connection listening;
    private boolean signalDue;
    private volatile boolean closed;

    /// Takes a log's size as it was read.
    @FunctionalInterface
    interface Heads {
        void seen(int log, long size);
    }

    HeadSignals(DataSource database, HeadWatch.Connector connector, Heads heads) {
        this.database = database;
        this.connector = connector;
        this.heads = heads;
    }

    void start() {
        Thread.ofVirtual().name("kept-log-listens").start(this::follow);
        Thread.ofVirtual().name("kept-log-signals").start(this::signal);
    }

    void tellOthers() {
        lock.lock();
        try {
            signalDue = true;
            due.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            due.signalAll();
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

    private void follow() {
        while (!closed) {
            try (Connection connection = connector.open();
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
        try (PreparedStatement select = connection.prepareStatement(HEADS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                heads.seen(rows.getInt(1), rows.getLong(2));
            }
        }
    }

    private void signal() {
        while (awaitDue()) {
            try (Connection connection = database.getConnection();
                    PreparedStatement notify = connection.prepareStatement(SIGNAL)) {
                notify.execute();
            } catch (SQLException failure) {
                if (!closed) {
                    LOGGER.warn(
                            "Other nodes were not told of an append, their poll finds it: {}", failure.getMessage());
                }
            }
            pause(GAP);
        }
    }

    private boolean awaitDue() {
        lock.lock();
        try {
            while (!signalDue && !closed) {
                due.awaitUninterruptibly();
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
