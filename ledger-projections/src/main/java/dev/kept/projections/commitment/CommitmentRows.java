package dev.kept.projections.commitment;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and writes rows of `kept_view.commitment`.
final class CommitmentRows {
    private static final String UPSERT = """
            insert into kept_view.commitment (
              tenant, commitment, customer, promisor, direction, kind, statement, tier, amount, currency, outcome,
              flags, made_at, original_due, due, settled_at, withdrawn_by, facts, first_at, last_at, last_rec,
              last_position)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, commitment) do update set
              customer = excluded.customer, promisor = excluded.promisor, direction = excluded.direction,
              kind = excluded.kind, statement = excluded.statement, tier = excluded.tier, amount = excluded.amount,
              currency = excluded.currency, outcome = excluded.outcome, flags = excluded.flags,
              made_at = excluded.made_at, original_due = excluded.original_due, due = excluded.due,
              settled_at = excluded.settled_at, withdrawn_by = excluded.withdrawn_by, facts = excluded.facts,
              first_at = excluded.first_at, last_at = excluded.last_at, last_rec = excluded.last_rec,
              last_position = excluded.last_position
            """;

    private CommitmentRows() {}

    /// One row as it stands now, with how far a reading may go back without a fold.
    record Row(CommitmentView view, long lastAt, long lastRec) {
        boolean holdsAt(ReadAt at) {
            return lastAt <= at.asOfSeconds() && lastRec <= at.knownAtSeconds();
        }
    }

    record Folded(FoldedCommitment commitment, long lastPosition) {}

    static void upsert(Connection connection, String tenant, Collection<Folded> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            for (Folded row : rows) {
                bind(connection, statement, tenant, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, String tenant, Folded row)
            throws SQLException {
        FoldedCommitment folded = row.commitment();
        CommitmentView view = folded.now();
        Standing standing = view.standing();
        int i = 1;
        statement.setString(i++, tenant);
        statement.setString(i++, view.commitment());
        statement.setString(i++, standing.customer());
        statement.setString(i++, standing.promisor());
        statement.setString(i++, name(standing.direction()));
        statement.setString(i++, standing.kind());
        statement.setString(i++, view.statement());
        statement.setString(i++, name(view.tier()));
        statement.setBigDecimal(i++, view.amount());
        statement.setString(i++, view.currency());
        statement.setString(i++, standing.outcome().name());
        // OVERDUE depends on the time of reading and is never stored.
        statement.setArray(
                i++,
                connection.createArrayOf(
                        "text",
                        standing.flags().stream()
                                .filter(flag -> flag != Flag.OVERDUE)
                                .map(Flag::name)
                                .sorted()
                                .toArray()));
        setLong(statement, i++, standing.madeAt());
        setLong(statement, i++, standing.originalDue());
        setLong(statement, i++, standing.due());
        setLong(statement, i++, standing.settledAt());
        statement.setString(i++, name(standing.withdrawnBy()));
        statement.setInt(i++, view.facts());
        statement.setLong(i++, view.firstAt());
        statement.setLong(i++, folded.lastAt());
        statement.setLong(i++, folded.lastRec());
        statement.setLong(i, row.lastPosition());
    }

    /// The row as it reads at `asOf`, given that no later fact is in it.
    static Row read(ResultSet row, long asOf) throws SQLException {
        Outcome outcome = Outcome.valueOf(row.getString("outcome"));
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        Array stored = row.getArray("flags");
        for (Object flag : (Object[]) stored.getArray()) {
            flags.add(Flag.valueOf((String) flag));
        }
        Long due = longOrNull(row, "due");
        if (outcome == Outcome.OPEN && due != null && due < asOf) {
            flags.add(Flag.OVERDUE);
        }
        String direction = row.getString("direction");
        String withdrawnBy = row.getString("withdrawn_by");
        String tier = row.getString("tier");
        Standing standing = new Standing(
                outcome,
                flags,
                row.getString("customer"),
                row.getString("promisor"),
                direction == null ? null : Direction.valueOf(direction),
                row.getString("kind"),
                longOrNull(row, "made_at"),
                longOrNull(row, "original_due"),
                due,
                longOrNull(row, "settled_at"),
                withdrawnBy == null ? null : Party.valueOf(withdrawnBy.toUpperCase(Locale.ROOT)));
        CommitmentView view = new CommitmentView(
                row.getString("commitment"),
                standing,
                row.getString("statement"),
                tier == null ? null : Tier.valueOf(tier),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getInt("facts"),
                row.getLong("first_at"));
        return new Row(view, row.getLong("last_at"), row.getLong("last_rec"));
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
