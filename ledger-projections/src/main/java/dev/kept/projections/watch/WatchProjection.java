package dev.kept.projections.watch;

import dev.kept.domain.audit.Entry;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Keeps the list of watched promises up with their rows: open ones are in it, others are not. Comes after the
/// projection that writes those rows.
///
/// A promise that was already missed when the ledger first heard of it is history and is not watched: nobody can be
/// warned of it, and what its source says of it stands.
public final class WatchProjection implements Projection {
    private static final String OPEN = """
            select commitment, made_at, due from commitment
            where tenant = ? and commitment = any(?) and outcome = 'OPEN' and due is not null and made_at is not null
            """;

    private static final String FIRST_ACCEPTED = """
            select f.stream, f.accepted_micros / 1000000 from kept_log.fact f
            join kept_log.log l on l.log = f.log
            where l.name = ? and f.stream = any(?) and f.version = 0
            """;

    /// A new due date begins anew; what was given already is not given again, because warnings remember it.
    private static final String UPSERT = """
            insert into watch (tenant, commitment, at_risk_at, due, missed_at, next_at) values (?, ?, ?, ?, ?, ?)
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
    private final WatchPolicy policy;

    public WatchProjection(String tenant, WatchPolicy policy) {
        this.tenant = tenant;
        this.policy = policy;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        Map<String, String> streams = new LinkedHashMap<>();
        for (StoredFact fact : batch) {
            if (fact.isOfCommitment()) {
                streams.put(fact.stream(), Entry.commitmentOf(fact.stream()));
            }
        }
        if (streams.isEmpty()) {
            return;
        }
        Set<String> others = new LinkedHashSet<>(streams.values());
        Map<String, Long> firstAccepted = firstAccepted(connection, streams);
        try (PreparedStatement select = connection.prepareStatement(OPEN);
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            select.setString(1, tenant);
            select.setArray(2, texts(connection, streams.values()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String commitment = rows.getString(1);
                    long missedAt = policy.missedAt(rows.getLong(3));
                    if (firstAccepted.getOrDefault(commitment, Long.MAX_VALUE) < missedAt) {
                        others.remove(commitment);
                        bind(upsert, commitment, rows.getLong(2), rows.getLong(3));
                        upsert.addBatch();
                    }
                }
            }
            upsert.executeBatch();
        }
        if (!others.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, tenant);
                delete.setArray(2, texts(connection, others));
                delete.executeUpdate();
            }
        }
    }

    private void bind(PreparedStatement upsert, String commitment, long madeAt, long due) throws SQLException {
        long atRiskAt = policy.atRiskAt(madeAt, due);
        upsert.setString(1, tenant);
        upsert.setString(2, commitment);
        upsert.setLong(3, atRiskAt);
        upsert.setLong(4, due);
        upsert.setLong(5, policy.missedAt(due));
        upsert.setLong(6, atRiskAt);
    }

    /// When the first fact of each commitment was accepted, UTC epoch seconds.
    private Map<String, Long> firstAccepted(Connection connection, Map<String, String> streams) throws SQLException {
        Map<String, Long> accepted = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(FIRST_ACCEPTED)) {
            select.setString(1, tenant);
            select.setArray(2, texts(connection, streams.keySet()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    accepted.put(Objects.requireNonNull(streams.get(rows.getString(1))), rows.getLong(2));
                }
            }
        }
        return accepted;
    }

    private static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    @Override
    public List<ViewTable> tables() {
        return List.of(TABLE);
    }
}
