package dev.kept.projections.processor;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Folds the log once more from its first fact, beside the live views, so that whoever doubts the views can see that
/// they follow from the log, and can put what follows in their place.
///
/// The copy is in temporary tables of one transaction: nobody else sees it, and nothing is left of it. The live views
/// are compared as of one snapshot of them, so that they never stand still. Memory holds a batch of facts and a page of
/// rows, however long the log is.
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

    /// What a comparison comes to.
    public enum Verdict {
        SAME,
        DIFFERENT,
        /// There was not one fact to fold, so nothing was compared.
        NOTHING
    }

    /// In which way a live row differs from what the facts say.
    public enum Kind {
        CHANGED,
        /// The facts lead to it and the live views lack it.
        MISSING,
        /// The live views have it and no fact leads to it.
        EXTRA
    }

    /// One row that does not follow from the log.
    ///
    /// @param position of the last fact that the row follows from; null if no fact leads to it
    /// @param live null if the row is missing
    /// @param replayed null if the row is extra
    public record Difference(
            String table,
            Kind kind,
            String key,
            @Nullable Long position,
            @Nullable String live,
            @Nullable String replayed) {}

    /// One table.
    ///
    /// @param rows how many the live views have
    /// @param live SHA-256 in hex over the live rows in the order of their keys, each followed by a zero byte
    /// @param replayed the same over the rows folded again
    /// @param differing how many rows differ
    public record TableResult(
            String table,
            long rows,
            long replayedRows,
            String live,
            String replayed,
            long differing,
            @Nullable Difference first) {
        public boolean same() {
            return differing == 0 && live.equals(replayed);
        }
    }

    /// What came out.
    ///
    /// @param facts how many were folded
    /// @param position the last position that both hold, -1 before the first
    /// @param logSize how many facts the log had at the end
    public record Result(long facts, long position, long logSize, List<TableResult> tables) {
        public Result {
            tables = List.copyOf(tables);
        }

        public Verdict verdict() {
            if (!tables.stream().allMatch(TableResult::same) || facts != position + 1) {
                return Verdict.DIFFERENT;
            }
            return facts == 0 ? Verdict.NOTHING : Verdict.SAME;
        }

        public long rows() {
            return tables.stream().mapToLong(TableResult::rows).sum();
        }
    }

    public Result check() throws SQLException {
        return check(_ -> {});
    }

    /// @param progress is told how many facts have been folded
    public Result check(LongConsumer progress) throws SQLException {
        try (Connection copy = database.getConnection();
                Connection views = database.getConnection()) {
            copy.setAutoCommit(false);
            views.setAutoCommit(false);
            try {
                Folding folding = begin(copy, progress);
                folding.nearly();
                views.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                views.setReadOnly(true);
                ProcessorRow.searchViews(views);
                long position = ProcessorRow.peek(views, tenant);
                folding.to(position);
                List<TableResult> results = new ArrayList<>();
                for (ViewTable table : folding.tables) {
                    results.add(RowComparison.of(table, tenant, views, copy));
                }
                return new Result(folding.facts, position, log.head().size(), results);
            } finally {
                views.rollback();
                copy.rollback();
            }
        }
    }

    /// Puts what follows from the log in the place of the live rows. Whoever reads meanwhile reads the old ones; the
    /// live processor waits for the end of it. Nothing but rows changes: no warning is given again, nothing is sent
    /// again.
    ///
    /// @return how many facts were folded
    public long rebuild(LongConsumer progress) throws SQLException {
        try (Connection copy = database.getConnection()) {
            copy.setAutoCommit(false);
            try {
                Folding folding = begin(copy, progress);
                folding.nearly();
                long held = ProcessorRow.lockOrBegin(copy, tenant);
                folding.to(held);
                for (ViewTable table : folding.tables) {
                    ReplayTables.takeOver(copy, table, tenant);
                }
                ProcessorRow.move(copy, tenant, folding.done);
                copy.commit();
                return folding.facts;
            } finally {
                copy.rollback();
            }
        }
    }

    private Folding begin(Connection copy, LongConsumer progress) throws SQLException {
        ProcessorRow.searchViews(copy);
        List<ViewTable> tables = ReplayTables.of(projections);
        ReplayTables.checkComplete(copy, tables);
        for (ViewTable table : tables) {
            ReplayTables.standIn(copy, table);
        }
        return new Folding(copy, tables, progress);
    }

    /// The copy on its way to the log's end.
    private final class Folding {
        private final Connection copy;
        private final List<ViewTable> tables;
        private final LongConsumer progress;
        private long done = -1;
        private long facts;

        Folding(Connection copy, List<ViewTable> tables, LongConsumer progress) {
            this.copy = copy;
            this.tables = tables;
            this.progress = progress;
        }

        /// Folds until less than a batch is left of what the live views hold.
        void nearly() throws SQLException {
            while (ProcessorRow.peek(copy, tenant) - done > BATCH && step(BATCH)) {
                progress.accept(facts);
            }
        }

        /// Folds up to a position, or to the log's end where that comes before it.
        void to(long end) throws SQLException {
            while (done < end && step((int) Math.min(BATCH, end - done))) {
                progress.accept(facts);
            }
        }

        private boolean step(int limit) throws SQLException {
            List<StoredFact> batch = log.after(done, limit);
            if (batch.isEmpty()) {
                return false;
            }
            for (Projection projection : projections) {
                projection.apply(copy, batch);
            }
            done = batch.getLast().position();
            facts += batch.size();
            return true;
        }
    }
}
