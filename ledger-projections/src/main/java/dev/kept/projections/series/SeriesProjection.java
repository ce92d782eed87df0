package dev.kept.projections.series;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.recurrence.Unit;
import dev.kept.domain.series.Occurrences;
import dev.kept.domain.series.SeriesDefined;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps the last definition of every series, and the last day for which an occurrence of it was made.
public final class SeriesProjection implements Projection {
    private static final String UPSERT = """
            insert into series (tenant, name, version, position, accepted_micros, fact_id, definition)
            values (?, ?, 0, ?, ?, ?, ?)
            on conflict (tenant, name) do update set
              version = series.version + 1, position = excluded.position, accepted_micros = excluded.accepted_micros,
              fact_id = excluded.fact_id, definition = excluded.definition
            """;
    private static final String MADE = """
            update series set made_until = greatest(made_until, ?) where tenant = ? and name = ?
            """;
    private static final long MICROS = 1_000_000;
    private static final int NANOS = 1_000;

    private static final ViewTable TABLE = new ViewTable(
            "series",
            "select name, name, s::text from series s where tenant = ? order by 1",
            "select position from series where tenant = ? and name = ?");

    private final String tenant;

    public SeriesProjection(String tenant) {
        this.tenant = tenant;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        for (StoredFact fact : batch) {
            if (fact.name().equals(SeriesDefined.EVENT_NAME)) {
                define(connection, fact);
            } else if (fact.name().equals(EventCatalog.MADE.eventName())
                    && Occurrences.mayBe(Entry.commitmentOf(fact.stream()))
                    && FoldedCommitment.event(tenant, fact) instanceof CommitmentEvent.CommitmentMade made) {
                Optional<Unit.Period> period = Occurrences.period(made);
                if (period.isPresent()) {
                    made(connection, String.valueOf(made.terms().series()), period.get());
                }
            }
        }
    }

    private void define(Connection connection, StoredFact fact) throws SQLException {
        SeriesDefined event = SeriesLine.stored(FoldedCommitment.stored(tenant, fact));
        Instant accepted = fact.acceptedAt();
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setString(1, tenant);
            upsert.setString(2, event.series().name());
            upsert.setLong(3, fact.position());
            upsert.setLong(4, accepted.getEpochSecond() * MICROS + accepted.getNano() / NANOS);
            upsert.setString(5, fact.factId());
            upsert.setBytes(6, fact.payload());
            upsert.executeUpdate();
        }
    }

    private void made(Connection connection, String series, Unit.Period period) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MADE)) {
            update.setObject(1, period.last());
            update.setString(2, tenant);
            update.setString(3, series);
            update.executeUpdate();
        }
    }

    @Override
    public List<ViewTable> tables() {
        return List.of(TABLE);
    }
}
