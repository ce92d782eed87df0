package dev.kept.projections.board;

import dev.kept.projections.processor.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what the rows of commitments say of contacts, and keeps their sums in `relation`.
final class ContactRows {
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
            from commitment where tenant = ? and customer = any(?) and sort is not null
            group by tenant, customer
            """;

    private final Connection connection;
    private final String tenant;

    ContactRows(Connection connection, String tenant) {
        this.connection = connection;
        this.tenant = tenant;
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

    static Optional<Contact> contact(ResultSet row) throws SQLException {
        String sort = row.getString("sort");
        if (sort == null) {
            return Optional.empty();
        }
        return Optional.of(new Contact(
                row.getString("commitment"),
                row.getString("customer"),
                row.getString("promisor"),
                Contact.Sort.valueOf(sort),
                row.getLong("made_at"),
                longOrNull(row, row.findColumn("kept_at")),
                longOrNull(row, row.findColumn("touched_at")),
                longOrNull(row, row.findColumn("wanted_due"))));
    }

    static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
