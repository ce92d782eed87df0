package dev.kept.projections.processor;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;

/// Folds the log once more beside the live views and compares, so that whoever doubts the views can see that they
/// follow from the log.
///
/// The copy is in temporary tables of one transaction: nobody else sees it, and nothing is left of it. The live views
/// stand still only while both are compared.
public final class Replay {
    private static final int BATCH = 1_000;

    private final String tenant;
    private final FactReader log;
    private final DataSource database;
    private final List<Projection> projections;

    public Replay(String tenant, FactReader log, DataSource database, List<Projection> projections) {
        this.tenant = tenant;
        this.log = log;
        this.database = database;
        this.projections = List.copyOf(projections);
    }

    /// What came out.
    ///
    /// @param position the last position that both hold, -1 for an empty log
    /// @param rows how many the live views have
    /// @param live SHA-256 of the live rows in hex
    /// @param replayed SHA-256 of the rows folded again
    public record Result(long position, long rows, String live, String replayed) {
        public boolean same() {
            return live.equals(replayed);
        }
    }

    public Result check() throws SQLException {
        try (Connection copy = database.getConnection();
                Connection views = database.getConnection()) {
            copy.setAutoCommit(false);
            views.setAutoCommit(false);
            try {
                ProcessorRow.searchViews(copy);
                ProcessorRow.searchViews(views);
                long begun = ProcessorRow.peek(copy, tenant);
                for (Projection projection : projections) {
                    projection.standIn(copy);
                }
                long done = replay(copy, -1, begun);
                long position = ProcessorRow.hold(views, tenant);
                replay(copy, done, position);
                Sum live = sum(views);
                Sum replayed = sum(copy);
                return new Result(position, live.rows, live.hex(), replayed.hex());
            } finally {
                views.rollback();
                copy.rollback();
            }
        }
    }

    private long replay(Connection copy, long after, long end) throws SQLException {
        long done = after;
        while (done < end) {
            List<StoredFact> batch = log.after(done, (int) Math.min(BATCH, end - done));
            for (Projection projection : projections) {
                projection.apply(copy, batch);
            }
            done = batch.getLast().position();
        }
        return done;
    }

    private Sum sum(Connection connection) throws SQLException {
        Sum sum = new Sum();
        for (Projection projection : projections) {
            projection.rows(connection, sum::add);
        }
        return sum;
    }

    private static final class Sum {
        private final MessageDigest digest = sha256();
        private long rows;

        void add(String row) {
            digest.update(row.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            rows++;
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException failure) {
                throw new IllegalStateException("every JDK has SHA-256", failure);
            }
        }
    }
}
