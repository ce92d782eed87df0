package dev.kept.projections.calendar;

import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.line.CalendarLine;
import dev.kept.projections.processor.Projection;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// Keeps the last definition of every calendar.
public final class CalendarProjection implements Projection {
    private static final String UPSERT = """
            insert into calendar (tenant, name, version, position, definition) values (?, ?, 0, ?, ?)
            on conflict (tenant, name) do update set
              version = calendar.version + 1, position = excluded.position, definition = excluded.definition
            """;
    private static final String STAND_IN = """
            create temporary table calendar (like kept_view.calendar including indexes) on commit drop
            """;
    private static final String ROWS = "select c::text from calendar c where tenant = ? order by name";

    private final String tenant;

    public CalendarProjection(String tenant) {
        this.tenant = tenant;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        for (StoredFact fact : batch) {
            if (fact.name().equals(CalendarDefined.EVENT_NAME)) {
                try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                    upsert.setString(1, tenant);
                    upsert.setString(2, CalendarLine.name(fact.payload()));
                    upsert.setLong(3, fact.position());
                    upsert.setBytes(4, fact.payload());
                    upsert.executeUpdate();
                }
            }
        }
    }

    @Override
    public void standIn(Connection connection) throws SQLException {
        try (PreparedStatement create = connection.prepareStatement(STAND_IN)) {
            create.execute();
        }
    }

    @Override
    public void rows(Connection connection, Consumer<String> sink) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setString(1, tenant);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sink.accept(rows.getString(1));
                }
            }
        }
    }
}
