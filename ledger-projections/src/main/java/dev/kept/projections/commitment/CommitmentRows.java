package dev.kept.projections.commitment;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.processor.Columns;
import dev.kept.store.FactReader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads and writes rows of `kept_view.commitment`.
final class CommitmentRows {
    /// A whole batch in one statement and one round trip.
    private static final String UPSERT = """
            insert into commitment (
              tenant, first_at, earliest_at, earliest_rec, last_at, last_rec, last_position,
              made_at, original_due, due, settled_at, facts, disputed, disclosed, made_good, unwitnessed,
              commitment, outcome, customer, promisor, direction, kind, tier, amount, currency, withdrawn_by,
              statement, statement_fact, statement_dek, statement_box, other_customers, other_promisors)
            select ?, r.first_at, r.earliest_at, r.earliest_rec, r.last_at, r.last_rec, r.last_position,
              r.made_at, r.original_due, r.due, r.settled_at, r.facts, r.disputed, r.disclosed, r.made_good,
              r.unwitnessed, r.commitment, r.outcome, r.customer, r.promisor, r.direction, r.kind, r.tier,
              r.amount::numeric, r.currency, r.withdrawn_by, r.statement,
              r.statement_fact, decode(r.statement_dek, 'base64'), decode(r.statement_box, 'base64'),
              string_to_array(r.other_customers, chr(31)), string_to_array(r.other_promisors, chr(31))
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                        ?, ?)
              as r(first_at, earliest_at, earliest_rec, last_at, last_rec, last_position,
                   made_at, original_due, due, settled_at, facts, disputed, disclosed, made_good, unwitnessed,
                   commitment, outcome, customer, promisor, direction, kind, tier, amount, currency, withdrawn_by,
                   statement, statement_fact, statement_dek, statement_box, other_customers, other_promisors)
            on conflict (tenant, commitment) do update set
              first_at = excluded.first_at, earliest_at = excluded.earliest_at, earliest_rec = excluded.earliest_rec,
              last_at = excluded.last_at, last_rec = excluded.last_rec, last_position = excluded.last_position,
              made_at = excluded.made_at, original_due = excluded.original_due, due = excluded.due,
              settled_at = excluded.settled_at, facts = excluded.facts, disputed = excluded.disputed,
              disclosed = excluded.disclosed, made_good = excluded.made_good, unwitnessed = excluded.unwitnessed,
              outcome = excluded.outcome, customer = excluded.customer, promisor = excluded.promisor,
              direction = excluded.direction, kind = excluded.kind, tier = excluded.tier, amount = excluded.amount,
              currency = excluded.currency, withdrawn_by = excluded.withdrawn_by, statement = excluded.statement,
              statement_fact = excluded.statement_fact, statement_dek = excluded.statement_dek,
              statement_box = excluded.statement_box,
              other_customers = excluded.other_customers, other_promisors = excluded.other_promisors
            """;

    /// The driver sends no list of bytes with gaps in it.
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private CommitmentRows() {}

    /// One row as it stands now, with how far a reading may go back without a fold.
    ///
    /// @param sealed the statement, if it is sealed; the view then has none
    record Row(CommitmentView view, long lastAt, long lastRec, FactReader.@Nullable SealedStatement sealed) {
        boolean holdsAt(ReadAt at) {
            return lastAt <= at.asOfSeconds() && lastRec <= at.knownAtSeconds();
        }
    }

    static void upsert(Connection connection, String tenant, List<FoldedRow> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            statement.setString(1, tenant);
            new Binding(connection, statement, rows).bind();
            statement.executeUpdate();
        }
    }

    /// Turns rows into one array a column, in the order of the statement.
    private static final class Binding {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<FoldedRow> rows;
        private int next = 2;

        Binding(Connection connection, PreparedStatement statement, List<FoldedRow> rows) {
            this.connection = connection;
            this.statement = statement;
            this.rows = rows;
        }

        void bind() throws SQLException {
            number(row -> row.view().firstAt());
            number(FoldedRow::earliestAt);
            number(FoldedRow::earliestRec);
            number(FoldedRow::lastAt);
            number(FoldedRow::lastRec);
            number(FoldedRow::lastPosition);
            number(row -> row.view().standing().madeAt());
            number(row -> row.view().standing().originalDue());
            number(row -> row.view().standing().due());
            number(row -> row.view().standing().settledAt());
            add(Columns.ints(connection, rows, row -> row.view().facts()));
            // OVERDUE depends on the time of reading and is never stored.
            flag(Flag.DISPUTED);
            flag(Flag.DISCLOSED);
            flag(Flag.MADE_GOOD);
            flag(Flag.UNWITNESSED);
            text(row -> row.view().commitment());
            text(row -> row.view().standing().outcome().name());
            text(row -> row.view().standing().customer());
            text(row -> row.view().standing().promisor());
            text(row -> name(row.view().standing().direction()));
            text(row -> row.view().standing().kind());
            text(row -> name(row.view().tier()));
            text(row -> CommitmentRows.text(row.view().amount()));
            text(row -> row.view().currency());
            text(row -> name(row.view().standing().withdrawnBy()));
            text(FoldedRow::statement);
            text(row -> row.sealed() == null ? null : row.sealed().factId());
            text(row -> row.sealed() == null ? null : row.sealed().dek().base64());
            text(row -> row.sealed() == null
                    ? null
                    : BASE64.encodeToString(row.sealed().box()));
            text(FoldedRow::otherCustomers);
            text(FoldedRow::otherPromisors);
        }

        private void flag(Flag flag) throws SQLException {
            add(Columns.flags(
                    connection, rows, row -> row.view().standing().flags().contains(flag)));
        }

        private void number(Function<FoldedRow, @Nullable Long> column) throws SQLException {
            add(Columns.longs(connection, rows, column));
        }

        private void text(Function<FoldedRow, @Nullable String> column) throws SQLException {
            add(Columns.texts(connection, rows, column));
        }

        private void add(Array values) throws SQLException {
            statement.setArray(next++, values);
        }
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

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name();
    }

    private static @Nullable String text(java.math.@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
