package dev.kept.projections.board;

import dev.kept.projections.processor.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes rows of `contact`, and keeps their sums in `relation`.
final class ContactRows {
    private static final String READ = """
            select commitment, customer, promisor, sort, made_at, kept_at, touched_at, wanted_due from contact
            where tenant = ? and commitment = any(?)
            """;

    private static final String UPSERT = """
            insert into contact (tenant, commitment, customer, promisor, sort, made_at, kept_at, touched_at, wanted_due)
            select ?, * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, commitment) do update set
              customer = excluded.customer, promisor = excluded.promisor, sort = excluded.sort,
              made_at = excluded.made_at, kept_at = excluded.kept_at, touched_at = excluded.touched_at,
              wanted_due = excluded.wanted_due
            """;

    private static final String DELETE = "delete from contact where tenant = ? and commitment = any(?)";

    /// `least` and `greatest` leave nulls out.
    private static final String ADD = """
            insert into relation (tenant, customer, first_at, kept_at, touched_at, ours, renewals, silent_since)
            select ?, r.customer, r.first_at, r.kept_at, r.touched_at, r.ours, r.renewals,
              coalesce(greatest(r.kept_at, r.touched_at), r.first_at)
            from unnest(?, ?, ?, ?, ?, ?) as r(customer, first_at, kept_at, touched_at, ours, renewals)
            on conflict (tenant, customer) do update set
              first_at = least(relation.first_at, excluded.first_at),
              kept_at = greatest(relation.kept_at, excluded.kept_at),
              touched_at = greatest(relation.touched_at, excluded.touched_at),
              ours = relation.ours + excluded.ours, renewals = relation.renewals + excluded.renewals,
              silent_since = coalesce(
                greatest(relation.kept_at, excluded.kept_at, relation.touched_at, excluded.touched_at),
                least(relation.first_at, excluded.first_at))
            """;

    private static final String FORGET = "delete from relation where tenant = ? and customer = any(?)";

    private static final String SUM = """
            insert into relation (tenant, customer, first_at, kept_at, touched_at, ours, renewals, silent_since)
            select tenant, customer, min(made_at), max(kept_at), max(touched_at),
              count(*) filter (where sort = 'OURS'), count(*) filter (where sort = 'RENEWAL'),
              coalesce(greatest(max(kept_at), max(touched_at)), min(made_at))
            from contact where tenant = ? and customer = any(?)
            group by tenant, customer
            """;

    private final Connection connection;
    private final String tenant;

    ContactRows(Connection connection, String tenant) {
        this.connection = connection;
        this.tenant = tenant;
    }

    Map<String, Contact> read(Collection<String> commitments) throws SQLException {
        Map<String, Contact> contacts = new HashMap<>();
        if (commitments.isEmpty()) {
            return contacts;
        }
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, commitments));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    contacts.put(
                            row.getString(1),
                            new Contact(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    Contact.Sort.valueOf(row.getString(4)),
                                    row.getLong(5),
                                    longOrNull(row, 6),
                                    longOrNull(row, 7),
                                    longOrNull(row, 8)));
                }
            }
        }
        return contacts;
    }

    void upsert(List<Contact> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setString(1, tenant);
            upsert.setArray(2, Columns.texts(connection, rows, Contact::commitment));
            upsert.setArray(3, Columns.texts(connection, rows, Contact::customer));
            upsert.setArray(4, Columns.texts(connection, rows, Contact::promisor));
            upsert.setArray(
                    5, Columns.texts(connection, rows, contact -> contact.sort().name()));
            upsert.setArray(6, Columns.longs(connection, rows, Contact::madeAt));
            upsert.setArray(7, Columns.longs(connection, rows, Contact::keptAt));
            upsert.setArray(8, Columns.longs(connection, rows, Contact::touchedAt));
            upsert.setArray(9, Columns.longs(connection, rows, Contact::wantedDue));
            upsert.executeUpdate();
        }
    }

    void delete(List<String> commitments) throws SQLException {
        change(DELETE, commitments);
    }

    void add(List<Relation> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setString(1, tenant);
            add.setArray(2, Columns.texts(connection, changes, Relation::customer));
            add.setArray(3, Columns.longs(connection, changes, Relation::firstAt));
            add.setArray(4, Columns.longs(connection, changes, Relation::keptAt));
            add.setArray(5, Columns.longs(connection, changes, Relation::touchedAt));
            add.setArray(6, Columns.longs(connection, changes, Relation::ours));
            add.setArray(7, Columns.longs(connection, changes, Relation::renewals));
            add.executeUpdate();
        }
    }

    /// Sums these customers up again from their promises.
    void sumAgain(List<String> customers) throws SQLException {
        change(FORGET, customers);
        change(SUM, customers);
    }

    private void change(String sql, List<String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setString(1, tenant);
            change.setArray(2, Columns.texts(connection, names));
            change.executeUpdate();
        }
    }

    static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
