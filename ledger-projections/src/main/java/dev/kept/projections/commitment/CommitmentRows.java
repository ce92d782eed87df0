package dev.kept.projections.commitment;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.processor.Columns;
import dev.kept.projections.processor.CopyRows;
import dev.kept.store.FactReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and writes rows of `kept_view.commitment`.
final class CommitmentRows {
    /// The rows of commitments that are about to change, each found by the one index that can find it: a plan for any
    /// number of names may otherwise be to walk through all rows of the tenant.
    static final String TAKE = """
            delete from commitment c where c.ctid = any (array(
              select old.place from unnest(?::text[]) as k(commitment) cross join lateral (
                select o.ctid as place from commitment o
                where o.tenant = ? and o.commitment = k.commitment offset 0) old))
            returning c.commitment, c.customer, c.promisor, c.direction, c.kind, c.made_at,
              c.entries, c.sort, c.kept_at, c.touched_at, c.wanted_due
            """;

    /// The columns of the scores follow those of the commitment itself, and then the board's.
    static final String PUT = """
            copy commitment (
              tenant, first_at, earliest_at, earliest_rec, last_at, last_rec, latest, last_position,
              made_at, original_due, due, settled_at, facts, disputed, disclosed, made_good, unwitnessed,
              commitment, outcome, customer, promisor, direction, kind, tier, amount, currency, withdrawn_by,
              statement, statement_fact, statement_dek, statement_box, other_customers, other_promisors,
              entries,
              sort, kept_at, touched_at, wanted_due)
            from stdin (format binary)
            """;

    private static final int COLUMNS = 38;

    private CommitmentRows() {}

    /// One row as it stands now, with how far a reading may go back without a fold.
    ///
    /// @param sealed the statement, if it is sealed; the view then has none
    record Row(CommitmentView view, long lastAt, long lastRec, FactReader.@Nullable SealedStatement sealed) {
        boolean holdsAt(ReadAt at) {
            return lastAt <= at.asOfSeconds() && lastRec <= at.knownAtSeconds();
        }
    }

    /// Is given the rows that are taken out.
    @FunctionalInterface
    interface Taken {
        void row(String commitment, ResultSet row) throws SQLException;
    }

    /// Takes the rows of these commitments out of the table.
    static void take(Connection connection, String tenant, List<String> commitments, Taken taken) throws SQLException {
        if (commitments.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(TAKE)) {
            delete.setArray(1, Columns.texts(connection, commitments));
            delete.setString(2, tenant);
            try (ResultSet row = delete.executeQuery()) {
                while (row.next()) {
                    taken.row(row.getString(1), row);
                }
            }
        }
    }

    /// Into the table, which has none of these commitments.
    static CopyRows put(Connection connection) throws SQLException {
        return CopyRows.into(connection, PUT, COLUMNS);
    }

    /// Writes all columns that are the commitment's own.
    static void begin(CopyRows into, String tenant, FoldedRow row) throws SQLException {
        CommitmentView view = row.view();
        Standing standing = view.standing();
        FactReader.SealedStatement sealed = row.sealed();
        into.row();
        into.text(tenant);
        into.number(view.firstAt());
        into.number(row.earliestAt());
        into.number(row.earliestRec());
        into.number(row.lastAt());
        into.number(row.lastRec());
        into.number(Math.max(row.lastAt(), row.lastRec()));
        into.number(row.lastPosition());
        into.number(standing.madeAt());
        into.number(standing.originalDue());
        into.number(standing.due());
        into.number(standing.settledAt());
        into.integer(view.facts());
        // OVERDUE depends on the time of reading and is never stored.
        into.flag(standing.flags().contains(Flag.DISPUTED));
        into.flag(standing.flags().contains(Flag.DISCLOSED));
        into.flag(standing.flags().contains(Flag.MADE_GOOD));
        into.flag(standing.flags().contains(Flag.UNWITNESSED));
        into.text(view.commitment());
        into.name(standing.outcome());
        into.text(standing.customer());
        into.text(standing.promisor());
        into.name(standing.direction());
        into.text(standing.kind());
        into.name(view.tier());
        into.decimal(view.amount());
        into.text(view.currency());
        into.name(standing.withdrawnBy());
        into.text(row.statement());
        into.text(sealed == null ? null : sealed.factId());
        into.bytes(sealed == null ? null : sealed.dek().bytes());
        into.bytes(sealed == null ? null : sealed.box());
        into.texts(row.otherCustomers());
        into.texts(row.otherPromisors());
    }

    /// The row as it reads at `asOf`, given that no later fact is in it.
    static Row read(ResultSet row, long asOf) throws SQLException {
        Outcome outcome = Outcome.valueOf(row.getString("outcome"));
        Long due = longOrNull(row, "due");
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (outcome == Outcome.OPEN && due != null && due < asOf) {
            flags.add(Flag.OVERDUE);
        }
        flag(row, "disputed", Flag.DISPUTED, flags);
        flag(row, "disclosed", Flag.DISCLOSED, flags);
        flag(row, "made_good", Flag.MADE_GOOD, flags);
        flag(row, "unwitnessed", Flag.UNWITNESSED, flags);
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
                withdrawnBy == null ? null : Party.valueOf(withdrawnBy));
        CommitmentView view = new CommitmentView(
                row.getString("commitment"),
                standing,
                row.getString("statement"),
                tier == null ? null : Tier.valueOf(tier),
                row.getBigDecimal("amount"),
                row.getString("currency"),
                row.getInt("facts"),
                row.getLong("first_at"));
        String sealedIn = row.getString("statement_fact");
        return new Row(
                view,
                row.getLong("last_at"),
                row.getLong("last_rec"),
                sealedIn == null
                        ? null
                        : new FactReader.SealedStatement(
                                sealedIn, Hash.of(row.getBytes("statement_dek")), row.getBytes("statement_box")));
    }

    private static void flag(ResultSet row, String column, Flag flag, Set<Flag> flags) throws SQLException {
        if (row.getBoolean(column)) {
            flags.add(flag);
        }
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
