package dev.kept.projections.calendar;

import dev.kept.api.event.EventCatalog;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Remembers which commitments were ever given a due date by a calendar, so that those that a change of it would move
/// can be found.
public final class CalendarUseProjection implements Projection {
    private static final Set<String> SETTING = Set.of(
            EventCatalog.MADE.eventName(), EventCatalog.RENEGOTIATED.eventName(), EventCatalog.CORRECTED.eventName());
    private static final byte[] MARK = "Calendar\":\"".getBytes(StandardCharsets.UTF_8);
    private static final List<String> MEMBERS = List.of("dueCalendar", "newDueCalendar");
    private static final String INSERT = """
            insert into calendar_use (tenant, calendar, commitment) values (?, ?, ?) on conflict do nothing
            """;

    private static final ViewTable TABLE = new ViewTable(
            "calendar_use",
            "select calendar || chr(31) || commitment, commitment, calendar from calendar_use where tenant = ? order by 1",
            "select last_position from commitment where tenant = ? and commitment = ?");

    private final String tenant;

    public CalendarUseProjection(String tenant) {
        this.tenant = tenant;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            boolean any = false;
            for (StoredFact fact : batch) {
                if (SETTING.contains(fact.name())
                        && holds(fact.payload(), MARK)
                        && JsonReader.readTrusted(fact.payload()) instanceof JsonValue.JsonObject object) {
                    for (String member : MEMBERS) {
                        if (object.get(member) instanceof JsonValue.JsonText(String calendar)) {
                            insert.setString(1, tenant);
                            insert.setString(2, calendar);
                            insert.setString(3, Entry.commitmentOf(fact.stream()));
                            insert.addBatch();
                            any = true;
                        }
                    }
                }
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }

    /// Spares nearly every fact the reading of its content.
    private static boolean holds(byte[] payload, byte[] mark) {
        for (int from = 0; from <= payload.length - mark.length; from++) {
            int matched = 0;
            while (matched < mark.length && payload[from + matched] == mark[matched]) {
                matched++;
            }
            if (matched == mark.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<ViewTable> tables() {
        return List.of(TABLE);
    }
}
