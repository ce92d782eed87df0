package dev.kept.projections.board;

import dev.kept.projections.watch.WatchPolicy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the lists of the board, each by an index of its own, and counts no further than [Board#MAX_TOTAL].
///
/// Commitments and customers that a reading of the past has to fold anew are left out; see [BoardViews].
final class BoardRows {
    private static final int COUNTED = Board.MAX_TOTAL + 1;

    private static final String OPEN = """
            with found as materialized (
              select commitment, due from kept_view.commitment
              where tenant = ? and outcome = 'OPEN' and direction = ? and due >= ? and due < ? and commitment <> all(?)
              order by due, commitment limit ?)
            select commitment, (select count(*) from found) from found order by due, commitment limit ?
            """;

    private static final String OPEN_OF = """
            with found as materialized (
              select commitment, due from kept_view.commitment
              where tenant = ? and promisor = ? and outcome = 'OPEN' and direction = ? and due >= ? and due < ?
                and commitment <> all(?)
              order by due, commitment limit ?)
            select commitment, (select count(*) from found) from found order by due, commitment limit ?
            """;

    /// The same sum as in [WatchPolicy#atRiskAt].
    private static final String AT_RISK = """
            with found as materialized (
              select commitment, due from kept_view.commitment
              where tenant = ? and outcome = 'OPEN' and direction = ? and due >= ? and due < ? and commitment <> all(?)
                and due - greatest(0, due - made_at) / 1000000 * ?
                  - greatest(0, due - made_at) % 1000000 * ? / 1000000 <= ?
              order by due, commitment limit ?)
            select commitment, (select count(*) from found) from found order by due, commitment limit ?
            """;

    private static final String AT_RISK_OF = """
            with found as materialized (
              select commitment, due from kept_view.commitment
              where tenant = ? and promisor = ? and outcome = 'OPEN' and direction = ? and due >= ? and due < ? and commitment <> all(?)
                and due - greatest(0, due - made_at) / 1000000 * ?
                  - greatest(0, due - made_at) % 1000000 * ? / 1000000 <= ?
              order by due, commitment limit ?)
            select commitment, (select count(*) from found) from found order by due, commitment limit ?
            """;

    private static final String MISSED = """
            with found as materialized (
              select commitment, due from kept_view.commitment
              where tenant = ? and outcome = 'MISSED' and not disclosed and not made_good and direction = ?
                and commitment <> all(?)
              order by due desc, commitment limit ?)
            select commitment, (select count(*) from found) from found order by due desc, commitment limit ?
            """;

    private static final String MISSED_OF = """
            with found as materialized (
              select commitment, due from kept_view.commitment
              where tenant = ? and promisor = ? and outcome = 'MISSED' and not disclosed and not made_good
                and direction = ? and commitment <> all(?)
              order by due desc, commitment limit ?)
            select commitment, (select count(*) from found) from found order by due desc, commitment limit ?
            """;

    private static final String WITHOUT_TERMS = """
            with found as materialized (
              select commitment, first_at from kept_view.commitment
              where tenant = ? and outcome = 'AWAITING_TERMS' and commitment <> all(?)
              order by first_at desc, commitment limit ?)
            select commitment, (select count(*) from found) from found order by first_at desc, commitment limit ?
            """;

    private static final String SILENT = """
            with served as materialized (
              select distinct c.customer from kept_view.commitment c
              where c.tenant = ? and c.promisor = ? and c.sort is not null),
            found as materialized (
              select * from kept_view.relation r
              where r.tenant = ? and r.silent_since <= ? and r.customer <> all(?)
                and (?::text is null or r.customer in (select customer from served))
              order by r.silent_since desc, r.customer limit ?)
            select customer, first_at, kept_at, touched_at, ours, renewals, (select count(*) from found) from found
            order by silent_since desc, customer limit ?
            """;

    private static final String RENEWAL_ONLY = """
            with served as materialized (
              select distinct c.customer from kept_view.commitment c
              where c.tenant = ? and c.promisor = ? and c.sort is not null),
            found as materialized (
              select * from kept_view.relation r
              where r.tenant = ? and r.ours = 0 and r.renewals > 0 and r.customer <> all(?)
                and (?::text is null or r.customer in (select customer from served))
              order by r.customer limit ?)
            select customer, first_at, kept_at, touched_at, ours, renewals, (select count(*) from found) from found
            order by customer limit ?
            """;

    private static final String WANTED = """
            select commitment, wanted_due from kept_view.commitment
            where tenant = ? and commitment = any(?) and wanted_due is not null
            """;

    private static final String CHANGED =
            "select commitment from kept_view.commitment where tenant = ? and latest > ? order by commitment";

    private static final String CUSTOMERS_OF = "select distinct customer from kept_view.commitment"
            + " where tenant = ? and commitment = any(?) and sort is not null";

    private static final String SUMS = """
            select customer, min(made_at), max(kept_at), max(touched_at),
              count(*) filter (where sort = 'OURS'), count(*) filter (where sort = 'RENEWAL'),
              bool_or(coalesce(promisor = ?, true))
            from kept_view.commitment
            where tenant = ? and customer = any(?) and commitment <> all(?) and sort is not null
            group by customer
            """;

    private final Connection connection;
    private final String tenant;
    private final BoardQuery query;

    BoardRows(Connection connection, String tenant, BoardQuery query) {
        this.connection = connection;
        this.tenant = tenant;
        this.query = query;
    }

    /// The first of a list, and how long it is, at most one more than is counted.
    record Found<T>(List<T> first, int total) {}

    @FunctionalInterface
    private interface Binding {
        int bind(PreparedStatement select) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// Open promises due from the one second to before the other.
    Found<String> open(long from, long before, List<String> without) throws SQLException {
        String promisor = query.promisor();
        return names(promisor == null ? OPEN : OPEN_OF, select -> {
            int i = party(select, promisor);
            select.setString(i++, query.direction().name());
            select.setLong(i++, from);
            select.setLong(i++, before);
            texts(select, i++, without);
            return i;
        });
    }

    Found<String> atRisk(WatchPolicy policy, List<String> without) throws SQLException {
        String promisor = query.promisor();
        return names(promisor == null ? AT_RISK : AT_RISK_OF, select -> {
            int i = party(select, promisor);
            select.setString(i++, query.direction().name());
            select.setLong(i++, query.now());
            select.setLong(i++, query.horizon());
            texts(select, i++, without);
            select.setInt(i++, policy.leadPpm());
            select.setInt(i++, policy.leadPpm());
            select.setLong(i++, query.now());
            return i;
        });
    }

    Found<String> missedUntold(List<String> without) throws SQLException {
        String promisor = query.promisor();
        return names(promisor == null ? MISSED : MISSED_OF, select -> {
            int i = party(select, promisor);
            select.setString(i++, query.direction().name());
            texts(select, i++, without);
            return i;
        });
    }

    Found<String> withoutTerms(List<String> without) throws SQLException {
        return names(WITHOUT_TERMS, select -> {
            select.setString(1, tenant);
            texts(select, 2, without);
            return 3;
        });
    }

    Found<Relation> silent(List<String> without) throws SQLException {
        return relations(SILENT, select -> {
            select.setString(1, tenant);
            select.setString(2, query.promisor());
            select.setString(3, tenant);
            select.setLong(4, query.silentBy());
            texts(select, 5, without);
            select.setString(6, query.promisor());
            return 7;
        });
    }

    Found<Relation> renewalOnly(List<String> without) throws SQLException {
        return relations(RENEWAL_ONLY, select -> {
            select.setString(1, tenant);
            select.setString(2, query.promisor());
            select.setString(3, tenant);
            texts(select, 4, without);
            select.setString(5, query.promisor());
            return 6;
        });
    }

    private int party(PreparedStatement select, @Nullable String promisor) throws SQLException {
        select.setString(1, tenant);
        if (promisor == null) {
            return 2;
        }
        select.setString(2, promisor);
        return 3;
    }

    private Found<String> names(String sql, Binding binding) throws SQLException {
        return found(sql, binding, 2, row -> row.getString(1));
    }

    private Found<Relation> relations(String sql, Binding binding) throws SQLException {
        return found(sql, binding, 7, BoardRows::relation);
    }

    private <T> Found<T> found(String sql, Binding binding, int total, Reading<T> reading) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int i = binding.bind(select);
            select.setInt(i, COUNTED);
            select.setInt(i + 1, query.limit());
            List<T> first = new ArrayList<>();
            int count = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    first.add(reading.read(rows));
                    count = rows.getInt(total);
                }
            }
            return new Found<>(first, count);
        }
    }

    private static Relation relation(ResultSet row) throws SQLException {
        return new Relation(
                row.getString(1),
                row.getLong(2),
                ContactRows.longOrNull(row, 3),
                ContactRows.longOrNull(row, 4),
                row.getLong(5),
                row.getLong(6));
    }

    /// Later due dates that were asked for, by commitment.
    Map<String, Long> wantedDues(List<String> commitments) throws SQLException {
        Map<String, Long> wanted = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(WANTED)) {
            select.setString(1, tenant);
            texts(select, 2, commitments);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    wanted.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return wanted;
    }

    /// Commitments with a fact that the reading does not know or that had not happened by then.
    List<String> changedSince(long second) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGED)) {
            select.setString(1, tenant);
            select.setLong(2, second);
            return list(select);
        }
    }

    List<String> customersOf(List<String> commitments) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CUSTOMERS_OF)) {
            select.setString(1, tenant);
            texts(select, 2, commitments);
            return list(select);
        }
    }

    /// @param ofPromisor whether one of the promises is the promisor's who is asked for
    record Sum(Relation relation, boolean ofPromisor) {}

    /// What the promises of these customers add up to without those.
    List<Sum> sums(List<String> customers, List<String> without) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SUMS)) {
            select.setString(1, query.promisor());
            select.setString(2, tenant);
            texts(select, 3, customers);
            texts(select, 4, without);
            List<Sum> sums = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sums.add(new Sum(relation(row), row.getBoolean(7)));
                }
            }
            return sums;
        }
    }

    private static List<String> list(PreparedStatement select) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private void texts(PreparedStatement select, int place, List<String> texts) throws SQLException {
        select.setArray(place, connection.createArrayOf("text", texts.toArray()));
    }
}
