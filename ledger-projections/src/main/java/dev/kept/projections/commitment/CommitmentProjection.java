package dev.kept.projections.commitment;

import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Folds every commitment that a batch of facts touches and writes its row.
public final class CommitmentProjection implements Projection {
    private static final ViewTable TABLE = new ViewTable(
            "commitment",
            "select commitment, commitment, c::text from commitment c where tenant = ? order by 1",
            "select last_position from commitment where tenant = ? and commitment = ?");

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
    public List<ViewTable> tables() {
        return List.of(TABLE);
    }
}
