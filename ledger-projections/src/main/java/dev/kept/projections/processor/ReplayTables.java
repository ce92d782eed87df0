package dev.kept.projections.processor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The statements of a replay that are the same for every table.
final class ReplayTables {
    private static final String STAND_IN = "select kept_view.stand_in(?)";
    private static final String TAKE_OVER = "select kept_view.take_over(?, ?)";

    /// How far the views are is no view, and neither is what the migrations keep.
    private static final String ALL = """
            select c.relname from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'kept_view' and c.relkind in ('r', 'p')
              and c.relname not in ('processor', 'flyway_schema_history')
            """;

    private ReplayTables() {}

    static List<ViewTable> of(List<Projection> projections) {
        List<ViewTable> tables = new ArrayList<>();
        projections.forEach(projection -> tables.addAll(projection.tables()));
        return tables;
    }

    /// @throws IllegalStateException if a replay would leave a table out
    static void checkComplete(Connection connection, List<ViewTable> tables) throws SQLException {
        TreeSet<String> forgotten = new TreeSet<>();
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                forgotten.add(rows.getString(1));
            }
        }
        tables.forEach(table -> forgotten.remove(table.name()));
        if (!forgotten.isEmpty()) {
            throw new IllegalStateException("a replay would leave out the tables " + forgotten
                    + " of kept_view: the projection that writes them names them in tables()");
        }
    }

    static void standIn(Connection copy, ViewTable table) throws SQLException {
        try (PreparedStatement create = copy.prepareStatement(STAND_IN)) {
            create.setString(1, table.name());
            create.execute();
        }
    }

    static void takeOver(Connection copy, ViewTable table, String tenant) throws SQLException {
        try (PreparedStatement swap = copy.prepareStatement(TAKE_OVER)) {
            swap.setString(1, table.name());
            swap.setString(2, tenant);
            swap.execute();
        }
    }

    /// Null where no fact of the log leads to such a row.
    static @Nullable Long position(Connection copy, ViewTable table, String tenant, String of) throws SQLException {
        try (PreparedStatement select = copy.prepareStatement(table.position())) {
            select.setString(1, tenant);
            select.setString(2, of);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                long position = row.getLong(1);
                return row.wasNull() ? null : (Long) position;
            }
        }
    }
}
