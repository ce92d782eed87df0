package dev.kept.projections.processor;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log in batches and keeps the projections up with it.
///
/// One thread. The position's row is locked for the length of a batch, so that two nodes on one database take turns
/// and no fact is applied twice.
public final class LiveProcessor implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveProcessor.class);
    private static final int BATCH = 1_000;
    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);
    private static final String NAME = "live";
    private static final String BEGIN = """
            insert into kept_view.processor (tenant, name, position) values (?, ?, -1) on conflict do nothing
            """;
    private static final String LOCK = """
            select position from kept_view.processor where tenant = ? and name = ? for update
            """;
    private static final String MOVE = """
            update kept_view.processor set position = ? where tenant = ? and name = ?
            """;

    private final String tenant;
    private final FactReader log;
    private final DataSource database;
    private final List<Projection> projections;
    private final Thread thread;
    private final Object moved = new Object();
    private long position = -1;
    private volatile boolean stopping;

    private LiveProcessor(String tenant, FactReader log, DataSource database, List<Projection> projections) {
        this.tenant = tenant;
        this.log = log;
        this.database = database;
        this.projections = List.copyOf(projections);
        this.thread = Thread.ofPlatform().name("projections-" + tenant).daemon().unstarted(this::run);
    }

    public static LiveProcessor start(
            String tenant, FactReader log, DataSource database, List<Projection> projections) {
        LiveProcessor processor = new LiveProcessor(tenant, log, database, projections);
        processor.thread.start();
        return processor;
    }

    /// The last position that the views hold; -1 before the first.
    public long position() {
        synchronized (moved) {
            return position;
        }
    }

    /// Waits until the views hold this position.
    ///
    /// @return whether they do; false when the time is up
    public boolean await(long wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (moved) {
            while (position < wanted) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                moved.wait(left);
            }
            return true;
        }
    }

    private void run() {
        while (!stopping) {
            try {
                if (!step()) {
                    log.awaitBeyond(position(), IDLE_WAIT);
                }
            } catch (InterruptedException _) {
                return;
            } catch (SQLException | RuntimeException failure) {
                if (stopping) {
                    return;
                }
                LOGGER.warn("views of {} stay at position {}, tried again: {}", tenant, position(), failure.toString());
                try {
                    Thread.sleep(RETRY_WAIT);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    /// @return whether there was anything to do
    private boolean step() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                long from = lock(connection);
                List<StoredFact> batch = log.after(from, BATCH);
                if (batch.isEmpty()) {
                    connection.rollback();
                    moveTo(from);
                    return false;
                }
                for (Projection projection : projections) {
                    projection.apply(connection, batch);
                }
                long to = batch.getLast().position();
                move(connection, to);
                connection.commit();
                moveTo(to);
                return true;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
        }
    }

    private long lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, tenant);
            statement.setString(2, NAME);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    return rows.getLong(1);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setString(1, tenant);
            statement.setString(2, NAME);
            statement.executeUpdate();
        }
        connection.commit();
        return lock(connection);
    }

    private void move(Connection connection, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, to);
            statement.setString(2, tenant);
            statement.setString(3, NAME);
            statement.executeUpdate();
        }
    }

    private void moveTo(long to) {
        synchronized (moved) {
            position = Math.max(position, to);
            moved.notifyAll();
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
