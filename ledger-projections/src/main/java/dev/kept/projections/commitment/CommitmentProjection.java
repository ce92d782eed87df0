package dev.kept.projections.commitment;

import dev.kept.projections.processor.Projection;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Folds every commitment that a batch of facts touches and writes its row.
public final class CommitmentProjection implements Projection {
    private static final String STAND_IN = """
            create temporary table commitment (like kept_view.commitment including indexes) on commit drop
            """;
    private static final String ROWS = "select c::text from commitment c where tenant = ? order by commitment";
    private static final int FETCH = 1_000;

    private final String tenant;
    private final FoldedStreams folded;

    public CommitmentProjection(String tenant, FactReader log) {
        this(tenant, new FoldedStreams(tenant, log));
    }

    /// @param folded shared with the other projections of the same batches
    public CommitmentProjection(String tenant, FoldedStreams folded) {
        this.tenant = tenant;
        this.folded = folded;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        List<FoldedStreams.Stream> streams = folded.of(batch);
        List<FoldedRow> rows = new ArrayList<>(streams.size());
        streams.forEach(stream -> rows.add(FoldedRow.of(stream.folded(), stream.lastPosition())));
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
