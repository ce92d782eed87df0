package dev.kept.projections.calendar;

import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.line.CalendarLine;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Keeps the last definition of every calendar.
public final class CalendarProjection implements Projection {
    private static final String UPSERT = """
            insert into calendar (tenant, name, version, position, definition) values (?, ?, 0, ?, ?)
            on conflict (tenant, name) do update set
              version = calendar.version + 1, position = excluded.position, definition = excluded.definition
            """;
    private static final ViewTable TABLE = new ViewTable(
            "calendar",
            "select name, name, c::text from calendar c where tenant = ? order by 1",
            "select position from calendar where tenant = ? and name = ?");

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
    public List<ViewTable> tables() {
        return List.of(TABLE);
    }
}
