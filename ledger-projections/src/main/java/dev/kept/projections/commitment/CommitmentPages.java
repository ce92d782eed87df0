package dev.kept.projections.commitment;

import dev.kept.projections.processor.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Reads rows page by page, in the order of lists, each page by an index.
///
/// A page holds every row that the filter could accept under the reading. It may hold others: a row that is newer than
/// the reading says nothing certain, and is judged once it is folded. The customer is the exception, since a fact may
/// have named another one: rows that were ever said to be of the customer are all there are.
///
/// `offset 0` keeps the few rows with other names apart: the planner knows nothing of the name and would rather walk
/// through all rows in their order.
final class CommitmentPages {
    private static final String ALL = """
            select * from kept_view.commitment
            where tenant = ? and (first_at, commitment) > (?, ?)
              and earliest_at <= ? and earliest_rec <= ?
              and (last_at > ? or last_rec > ? or coalesce(outcome = ?, true) and coalesce(kind = ?, true))
            order by first_at, commitment
            limit ?
            """;

    private static final String OF_CUSTOMER = """
            (select * from kept_view.commitment
            where tenant = ? and customer = ? and (first_at, commitment) > (?, ?)
              and earliest_at <= ? and earliest_rec <= ?
            order by first_at, commitment
            limit ?)
            union all
            (select * from (select * from kept_view.commitment where other_customers @> array[?::text] offset 0) others
            where tenant = ? and (first_at, commitment) > (?, ?)
              and earliest_at <= ? and earliest_rec <= ? and (last_at > ? or last_rec > ?)
            order by first_at, commitment
            limit ?)
            order by first_at, commitment
            limit ?
            """;

    private static final String OF_PROMISOR = """
            (select * from kept_view.commitment
            where tenant = ? and promisor = ? and (first_at, commitment) > (?, ?)
              and earliest_at <= ? and earliest_rec <= ?
            order by first_at, commitment
            limit ?)
            union all
            (select * from (select * from kept_view.commitment where other_promisors @> array[?::text] offset 0) others
            where tenant = ? and (first_at, commitment) > (?, ?)
              and earliest_at <= ? and earliest_rec <= ? and (last_at > ? or last_rec > ?)
            order by first_at, commitment
            limit ?)
            order by first_at, commitment
            limit ?
            """;

    private static final String NAMES_EVER_OF_CUSTOMER = """
            select commitment from (
              select commitment from kept_view.commitment where tenant = ? and customer = ?
              union
              select commitment from (
                select tenant, commitment from kept_view.commitment where other_customers @> array[?::text] offset 0) others
              where tenant = ?) named
            where commitment > ?
            order by commitment
            limit ?
            """;

    private static final String NAMES_EVER_OF_PROMISOR = """
            select commitment from (
              select commitment from kept_view.commitment where tenant = ? and promisor = ?
              union
              select commitment from (
                select tenant, commitment from kept_view.commitment where other_promisors @> array[?::text] offset 0) others
              where tenant = ?) named
            where commitment > ?
            order by commitment
            limit ?
            """;

    private static final String POSITION =
            "select position from kept_view.processor where tenant = ? and name = 'live'";

    private static final String NAMES = """
            select commitment from kept_view.commitment where tenant = ? and commitment > ? order by commitment limit ?
            """;

    private final String tenant;
    private final CommitmentFilter filter;
    private final ReadAt at;

    CommitmentPages(String tenant, CommitmentFilter filter, ReadAt at) {
        this.tenant = tenant;
        this.filter = filter;
        this.at = at;
    }

    /// @return fewer than `limit` rows only where there are no more
    List<CommitmentRows.Row> after(Connection connection, CommitmentViews.Cursor cursor, int limit)
            throws SQLException {
        String customer = filter.customer();
        String promisor = filter.promisor();
        if (customer != null) {
            return ofParty(connection, OF_CUSTOMER, customer, cursor, limit);
        }
        if (promisor != null) {
            return ofParty(connection, OF_PROMISOR, promisor, cursor, limit);
        }
        return all(connection, cursor, limit);
    }

    private List<CommitmentRows.Row> all(Connection connection, CommitmentViews.Cursor cursor, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            select.setString(1, tenant);
            int i = place(select, 2, cursor);
            select.setLong(i++, at.asOfSeconds());
            select.setLong(i++, at.knownAtSeconds());
            select.setString(
                    i++, filter.outcome() == null ? null : filter.outcome().name());
            select.setString(i++, filter.kind());
            select.setInt(i, limit);
            return list(select);
        }
    }

    private List<CommitmentRows.Row> ofParty(
            Connection connection, String sql, String party, CommitmentViews.Cursor cursor, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            select.setString(2, party);
            int i = place(select, 3, cursor);
            select.setInt(i++, limit);
            select.setString(i++, party);
            select.setString(i++, tenant);
            i = place(select, i, cursor);
            select.setLong(i++, at.asOfSeconds());
            select.setLong(i++, at.knownAtSeconds());
            select.setInt(i++, limit);
            select.setInt(i, limit);
            return list(select);
        }
    }

    private int place(PreparedStatement select, int first, CommitmentViews.Cursor cursor) throws SQLException {
        int i = first;
        select.setLong(i++, cursor.firstAt());
        select.setString(i++, cursor.commitment());
        select.setLong(i++, at.asOfSeconds());
        select.setLong(i++, at.knownAtSeconds());
        return i;
    }

    private List<CommitmentRows.Row> list(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<CommitmentRows.Row> page = new ArrayList<>();
            while (rows.next()) {
                page.add(CommitmentRows.read(rows, at.asOfSeconds()));
            }
            return page;
        }
    }

    /// How far the rows are; -1 before the first fact.
    static long position(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(POSITION)) {
            select.setString(1, tenant);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    static List<String> everOf(Connection connection, String tenant, CommitmentFilter filter, String after, int limit)
            throws SQLException {
        String party = filter.customer() == null ? filter.promisor() : filter.customer();
        String sql = filter.customer() != null
                ? NAMES_EVER_OF_CUSTOMER
                : filter.promisor() != null ? NAMES_EVER_OF_PROMISOR : NAMES;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int i = 1;
            select.setString(i++, tenant);
            if (party != null) {
                select.setString(i++, party);
                select.setString(i++, party);
                select.setString(i++, tenant);
            }
            select.setString(i++, after);
            select.setInt(i, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    static List<CommitmentRows.Row> named(
            Connection connection, String tenant, Collection<String> commitments, ReadAt at) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select * from kept_view.commitment where tenant = ? and commitment = any(?)
                """)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, commitments));
            List<CommitmentRows.Row> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(CommitmentRows.read(rows, at.asOfSeconds()));
                }
            }
            return found;
        }
    }

    static Optional<CommitmentRows.Row> one(Connection connection, String tenant, String commitment, ReadAt at)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select * from kept_view.commitment where tenant = ? and commitment = ?
                """)) {
            select.setString(1, tenant);
            select.setString(2, commitment);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(CommitmentRows.read(rows, at.asOfSeconds())) : Optional.empty();
            }
        }
    }
}
