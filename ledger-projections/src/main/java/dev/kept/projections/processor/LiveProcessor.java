package dev.kept.projections.processor;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log in batches and keeps the projections up with it.
///
/// One thread. A batch is what there is, up to [#BATCH]: the further the views are behind, the more facts share a row.
/// While facts come fast it therefore waits for [#GATHERED] of them, a moment where there are [#MANY], a longer one
/// where there are [#VERY_MANY]; a single one is in the views at once.
///
/// The position's row is locked for the length of a batch, so that two nodes on one database take turns
/// and no fact is applied twice.
///
/// Whatever fails, an error of the virtual machine too, is tried again after [#RETRY_WAIT]: views that stand still for
/// good would say nothing.
public final class LiveProcessor implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LiveProcessor.class);
    private static final int BATCH = 8_000;
    /// So many at a time are fast.
    private static final int MANY = 500;

    private static final int VERY_MANY = 3_000;
    /// From this position on the database is to know what the views hold: see [ProcessorRow#updateStatistics].
    private static final long STATISTICS_FROM = 1_000;

    private static final int GATHERED = 4_500;
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final Duration LONGER_MOMENT = Duration.ofMillis(180);
    private static final Duration IDLE_WAIT = Duration.ofSeconds(1);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final String tenant;
    private final FactReader log;
    private final DataSource database;
    private final Projections projections;
    private final List<Projection> live;
    private final IntSupplier batchSize;
    private final Thread thread;
    private final Object moved = new Object();
    private long position = -1;
    private volatile long perSecond;
    private volatile boolean stopping;

    /// Makes all projections of a ledger, in the order in which they are given a batch.
    @FunctionalInterface
    public interface Projections {
        /// @param streams where commitments that began before a batch are read
        List<Projection> over(FactReader.Streams streams);
    }

    private LiveProcessor(
            String tenant, FactReader log, DataSource database, Projections projections, IntSupplier batchSize) {
        this.tenant = tenant;
        this.log = log;
        this.database = database;
        this.projections = projections;
        this.live = List.copyOf(projections.over(log::followStreams));
        this.batchSize = batchSize;
        this.thread = Thread.ofPlatform().name("projections-" + tenant).daemon().unstarted(this::run);
    }

    public static LiveProcessor start(String tenant, FactReader log, DataSource database, Projections projections) {
        return start(tenant, log, database, projections, () -> BATCH);
    }

    static LiveProcessor start(
            String tenant, FactReader log, DataSource database, Projections projections, IntSupplier batchSize) {
        LiveProcessor processor = new LiveProcessor(tenant, log, database, projections, batchSize);
        processor.thread.start();
        return processor;
    }

    /// The last position that the views hold; -1 before the first.
    public long position() {
        synchronized (moved) {
            return position;
        }
    }

    /// How many facts the views take in such a time, by how fast they were of late; 0 before they took many.
    public long taken(Duration time) {
        return perSecond * time.toMillis() / 1_000;
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

    /// Folds the log again, as the database holds it, with the very projections that the live views come from; they
    /// share nothing with those that are live.
    public Replay replay() {
        return new Replay(tenant, log, database, projections.over(log::streamsUpTo));
    }

    private void run() {
        while (!stopping) {
            try {
                int taken = step();
                if (taken == 0) {
                    log.awaitBeyond(position(), IDLE_WAIT);
                } else if (taken >= MANY && taken < BATCH) {
                    log.awaitBeyond(position() + GATHERED - 1, taken < VERY_MANY ? MOMENT : LONGER_MOMENT);
                }
            } catch (InterruptedException _) {
                return;
            } catch (SQLException | RuntimeException | Error failure) {
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

    /// @return how many facts there were
    private int step() throws SQLException {
        long begun = System.nanoTime();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                long from = ProcessorRow.lock(connection, tenant);
                moveTo(from);
                List<StoredFact> batch = log.follow(from, batchSize.getAsInt());
                if (batch.isEmpty()) {
                    connection.rollback();
                    return 0;
                }
                for (Projection projection : live) {
                    projection.apply(connection, batch);
                }
                long to = batch.getLast().position();
                ProcessorRow.move(connection, tenant, to);
                if (from < STATISTICS_FROM && to >= STATISTICS_FROM) {
                    ProcessorRow.updateStatistics(connection);
                }
                connection.commit();
                moveTo(to);
                measure(batch.size(), System.nanoTime() - begun);
                return batch.size();
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            }
        }
    }

    private void measure(int facts, long nanos) {
        if (facts >= MANY) {
            long now = facts * 1_000_000_000L / Math.max(1, nanos);
            perSecond = perSecond == 0 ? now : (3 * perSecond + now) / 4;
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException failure) {
            cause.addSuppressed(failure);
        }
    }

    /// To where the database is, be it back: what the views have taken in is durable only a moment later, and a crash
    /// of the server in that moment takes it away.
    private void moveTo(long to) {
        synchronized (moved) {
            position = to;
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
