package dev.kept.projections.watch;

import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.FoldedStreams;
import dev.kept.projections.processor.Columns;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Keeps the list of watched promises up with the log: open ones are in it, others are not.
///
/// A promise that was already missed when the ledger first heard of it is history and is not watched: nobody can be
/// warned of it, and what its source says of it stands.
public final class WatchProjection implements Projection {
    /// A new due date begins anew; what was given already is not given again, because warnings remember it.
    private static final String UPSERT = """
            insert into watch (tenant, commitment, at_risk_at, due, missed_at, next_at)
            select ?, r.commitment, r.at_risk_at, r.due, r.missed_at, r.at_risk_at
            from unnest(?, ?, ?, ?) as r(commitment, at_risk_at, due, missed_at)
            on conflict (tenant, commitment) do update set
              at_risk_at = excluded.at_risk_at, due = excluded.due, missed_at = excluded.missed_at,
              next_at = excluded.next_at
            where (watch.at_risk_at, watch.due, watch.missed_at)
              is distinct from (excluded.at_risk_at, excluded.due, excluded.missed_at)
            """;

    private static final String DELETE = "delete from watch where tenant = ? and commitment = any(?)";

    /// What is to come next is the sweeper's, and when, the policy's at the time of the fact: neither is the facts'.
    private static final ViewTable TABLE =
            new ViewTable("watch", """
            select commitment, commitment, concat_ws('|', commitment, due)
            from watch where tenant = ? order by 1
            """, "select last_position from commitment where tenant = ? and commitment = ?");

    private final String tenant;
    private final FoldedStreams folded;
    private final WatchPolicy policy;

    /// @param folded shared with the other projections of the same batches
    public WatchProjection(String tenant, FoldedStreams folded, WatchPolicy policy) {
        this.tenant = tenant;
        this.folded = folded;
        this.policy = policy;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        List<Times> watched = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (FoldedStreams.Stream stream : folded.of(batch)) {
            Standing standing = stream.folded().now().standing();
            Long madeAt = standing.madeAt();
            Long due = standing.due();
            if (standing.outcome() == Outcome.OPEN
                    && madeAt != null
                    && due != null
                    && stream.firstAccepted() < policy.missedAt(due)) {
                watched.add(times(stream.commitment(), madeAt, due));
            } else if (!stream.begins()) {
                others.add(stream.commitment());
            }
        }
        if (!watched.isEmpty()) {
            upsert(connection, watched);
        }
        if (!others.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, tenant);
                delete.setArray(2, Columns.texts(connection, others));
                delete.executeUpdate();
            }
        }
    }

    private record Times(String commitment, long atRiskAt, long due, long missedAt) {}

    private Times times(String commitment, long madeAt, long due) {
        return new Times(commitment, policy.atRiskAt(madeAt, due), due, policy.missedAt(due));
    }

    private void upsert(Connection connection, List<Times> watched) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setString(1, tenant);
            upsert.setArray(2, Columns.texts(connection, watched, Times::commitment));
            upsert.setArray(3, Columns.longs(connection, watched, Times::atRiskAt));
            upsert.setArray(4, Columns.longs(connection, watched, Times::due));
            upsert.setArray(5, Columns.longs(connection, watched, Times::missedAt));
            upsert.executeUpdate();
        }
    }

    @Override
    public List<ViewTable> tables() {
        return List.of(TABLE);
    }
}
