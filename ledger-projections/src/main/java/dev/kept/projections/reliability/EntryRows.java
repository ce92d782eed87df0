package dev.kept.projections.reliability;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.Direction;
import dev.kept.projections.commitment.FoldedCommitment;
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

/// Reads and writes `score_entry`: what each commitment adds to its scores.
final class EntryRows {
    private static final String READ = """
            select commitment, customer, promisor, direction, kind, entries from score_entry
            where tenant = ? and commitment = any(?)
            """;

    private static final String UPSERT = """
            insert into score_entry (tenant, latest, commitment, customer, promisor, direction, kind, entries)
            select ?, * from unnest(?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, commitment) do update set
              latest = excluded.latest, customer = excluded.customer, promisor = excluded.promisor,
              direction = excluded.direction, kind = excluded.kind, entries = excluded.entries
            """;

    private static final String NEWER = """
            select commitment, customer, promisor, direction, kind, entries from kept_view.score_entry
            where tenant = ? and latest > ? order by latest desc limit ?
            """;

    private static final String OF_CUSTOMER = """
            select e.commitment, e.customer, e.promisor, e.direction, e.kind, e.entries
            from kept_view.commitment c join kept_view.score_entry e using (tenant, commitment)
            where c.tenant = ? and c.customer = ?
            """;

    private static final String OF_PROMISOR = """
            select e.commitment, e.customer, e.promisor, e.direction, e.kind, e.entries
            from kept_view.commitment c join kept_view.score_entry e using (tenant, commitment)
            where c.tenant = ? and c.promisor = ?
            """;

    private static final String ALL = """
            select commitment, customer, promisor, direction, kind, entries from kept_view.score_entry
            where tenant = ?
            """;

    private EntryRows() {}

    /// @param latest the last second at which one of its facts happened or became known
    record Row(String commitment, long latest, Account account) {
        static Row of(FoldedCommitment folded, Account account) {
            long latest = Long.MIN_VALUE;
            for (CommitmentEvent event : folded.events()) {
                Envelope envelope = event.envelope();
                latest = Math.max(latest, envelope.at().getEpochSecond());
                latest = Math.max(latest, envelope.rec().getEpochSecond());
            }
            return new Row(folded.events().getFirst().envelope().commitment().value(), latest, account);
        }
    }

    static Map<String, Account> accounts(Connection connection, String tenant, Collection<String> commitments)
            throws SQLException {
        if (commitments.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, commitments));
            return read(select);
        }
    }

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

    static void upsert(Connection connection, String tenant, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(UPSERT)) {
            insert.setString(1, tenant);
            insert.setArray(2, Columns.longs(connection, rows, Row::latest));
            insert.setArray(3, Columns.texts(connection, rows, Row::commitment));
            insert.setArray(
                    4, Columns.texts(connection, rows, row -> subject(row).customer()));
            insert.setArray(
                    5, Columns.texts(connection, rows, row -> subject(row).promisor()));
            insert.setArray(6, Columns.texts(connection, rows, row -> {
                Direction direction = subject(row).direction();
                return direction == null ? null : direction.name();
            }));
            insert.setArray(
                    7, Columns.texts(connection, rows, row -> subject(row).kind()));
            insert.setArray(
                    8, Columns.texts(connection, rows, row -> row.account().text()));
            insert.executeUpdate();
        }
    }

    private static Subject subject(Row row) {
        Subject subject = row.account().subject();
        return subject == null ? Subject.NOBODY : subject;
    }

    private static Map<String, Account> read(PreparedStatement select) throws SQLException {
        Map<String, Account> accounts = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String direction = row.getString(4);
                Subject subject = new Subject(
                        row.getString(2),
                        row.getString(3),
                        direction == null ? null : Direction.valueOf(direction),
                        row.getString(5));
                accounts.put(
                        row.getString(1),
                        new Account(
                                subject.equals(Subject.NOBODY) ? null : subject, Account.entries(row.getString(6))));
            }
        }
        return accounts;
    }
}
