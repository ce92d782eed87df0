package dev.kept.projections.reliability;

import dev.kept.api.fact.Direction;
import dev.kept.projections.processor.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what each commitment adds to its scores.
final class EntryRows {
    private static final String NEWER = """
            select commitment, customer, promisor, direction, kind, made_at, entries from kept_view.commitment
            where tenant = ? and latest > ? order by latest desc limit ?
            """;

    private static final String OF_CUSTOMER = """
            select commitment, customer, promisor, direction, kind, made_at, entries from kept_view.commitment
            where tenant = ? and customer = ?
            """;

    /// Within a batch, of the rows that it writes to.
    private static final String OF_CUSTOMERS = """
            select c.customer, c.promisor, c.direction, c.kind, c.made_at, c.entries
            from unnest(?::text[]) as r(customer) cross join lateral (
              select * from commitment o where o.tenant = ? and o.customer = r.customer offset 0) c
            """;

    private static final String OF_PROMISOR = """
            select commitment, customer, promisor, direction, kind, made_at, entries from kept_view.commitment
            where tenant = ? and promisor = ?
            """;

    private static final String ALL = """
            select commitment, customer, promisor, direction, kind, made_at, entries from kept_view.commitment
            where tenant = ?
            """;

    private EntryRows() {}

    /// Commitments that a reading at this second does not know all of; at most `limit`.
    static Map<String, Account> newer(Connection connection, String tenant, long second, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWER)) {
            select.setString(1, tenant);
            select.setLong(2, second);
            select.setInt(3, limit);
            return read(select);
        }
    }

    /// All accounts of a customer, else of a promisor, else of everybody.
    static Map<String, Account> of(
            Connection connection, String tenant, @Nullable String customer, @Nullable String promisor)
            throws SQLException {
        String party = customer == null ? promisor : customer;
        String sql = customer != null ? OF_CUSTOMER : promisor != null ? OF_PROMISOR : ALL;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            if (party != null) {
                select.setString(2, party);
            }
            return read(select);
        }
    }

    private static Map<String, Account> read(PreparedStatement select) throws SQLException {
        Map<String, Account> accounts = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                accounts.put(row.getString("commitment"), account(row));
            }
        }
        return accounts;
    }

    static List<Account> ofCustomers(Connection connection, String tenant, List<String> customers) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_CUSTOMERS)) {
            select.setArray(1, Columns.texts(connection, customers));
            select.setString(2, tenant);
            List<Account> accounts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    accounts.add(account(row));
                }
            }
            return accounts;
        }
    }

    static Account account(ResultSet row) throws SQLException {
        long _ = row.getLong("made_at");
        if (row.wasNull()) {
            return Account.NONE;
        }
        String direction = row.getString("direction");
        Subject subject = new Subject(
                row.getString("customer"),
                row.getString("promisor"),
                direction == null ? null : Direction.valueOf(direction),
                row.getString("kind"));
        return new Account(subject, Account.entries(row.getString("entries")));
    }
}
