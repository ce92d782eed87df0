package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Tables like the log's, column by column and index by index, in the log's own database, and rows to fill them with.
///
/// The rows are the log's first facts. Once all are written they are written again under the next log's number, so
/// that every index takes every row as the log's own does.
public final class RawTables {
    private final Server.Access access;
    private final List<RawRow> rows;
    private final AtomicInteger log = new AtomicInteger();

    public RawTables(Server.Access access, List<RawRow> rows) throws SQLException {
        this.access = access;
        this.rows = rows;
        try (Connection connection = access.connect();
                Statement create = connection.createStatement()) {
            create.execute("create schema raw");
            create.execute("create table raw.fact (like kept_log.fact including all)");
            create.execute("create table raw.fact_key (like kept_log.fact_key including all)");
        }
    }

    public Connection connect(boolean rewritten) throws SQLException {
        return access.with("reWriteBatchedInserts=" + rewritten).connect();
    }

    /// Rows in order, under one log's number until all are used. Confined to one caller.
    public final class Supply {
        private int number = log.incrementAndGet();
        private int next;

        public int number() {
            return number;
        }

        public List<RawRow> take(int count) {
            if (next + count > rows.size()) {
                number = log.incrementAndGet();
                next = 0;
            }
            List<RawRow> taken = rows.subList(next, next + count);
            next += count;
            return taken;
        }
    }
}
