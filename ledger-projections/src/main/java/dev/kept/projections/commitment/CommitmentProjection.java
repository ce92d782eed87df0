package dev.kept.projections.commitment;

import dev.kept.api.event.EventCatalog;
import dev.kept.projections.processor.Projection;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Folds every commitment that a batch of facts touches and writes its row.
///
/// A commitment that began within the batch is folded from the batch alone; for the others their streams are read
/// again, up to the batch's end, so that the rows are a function of the position and of nothing else.
public final class CommitmentProjection implements Projection {
    private static final String STAND_IN = """
            create temporary table commitment (like kept_view.commitment including indexes) on commit drop
            """;
    private static final String ROWS = "select c::text from commitment c where tenant = ? order by commitment";
    private static final int FETCH = 1_000;

    private final String tenant;
    private final FactReader log;

    public CommitmentProjection(String tenant, FactReader log) {
        this.tenant = tenant;
        this.log = log;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        long end = batch.getLast().position();
        Map<String, List<StoredFact>> streams = new LinkedHashMap<>();
        for (StoredFact fact : batch) {
            if (EventCatalog.ofEventName(fact.name()).isEmpty()) {
                continue;
            }
            streams.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
        }
        List<String> begunBefore = streams.entrySet().stream()
                .filter(stream -> stream.getValue().getFirst().version() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!begunBefore.isEmpty()) {
            Map<String, List<StoredFact>> whole = new HashMap<>();
            for (StoredFact fact : log.streams(begunBefore)) {
                if (fact.position() <= end) {
                    whole.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
                }
            }
            streams.putAll(whole);
        }
        List<FoldedRow> rows = new ArrayList<>(streams.size());
        streams.values()
                .forEach(facts -> rows.add(FoldedRow.of(
                        FoldedCommitment.of(tenant, facts), facts.getLast().position())));
        if (!rows.isEmpty()) {
            CommitmentRows.upsert(connection, tenant, rows);
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
            select.setFetchSize(FETCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sink.accept(rows.getString(1));
                }
            }
        }
    }
}
