package dev.kept.projections.reliability;

import dev.kept.domain.scoring.ScoreState;
import dev.kept.projections.processor.Columns;
import dev.kept.projections.reliability.BucketRows.Key;
import dev.kept.projections.reliability.BucketRows.Pair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which records of one customer with one promisor have buckets and sums of their own: those of customers with many
/// promises.
///
/// Nearly every promise of a customer with few would be a row of its own, which no reading is quicker by: it adds up
/// the customer's entries. Whether a customer has many is a matter of the facts alone, so that rows stay a function of
/// them.
final class PairRecords {
    /// How many promises of one direction are many.
    static final int KEPT_FROM = 256;

    private static final String DROP_BUCKETS = """
            delete from score_bucket b using unnest(?::text[], ?::text[], ?::text[]) as r(low, high, direction)
            where b.tenant = ? and b.scope >= r.low and b.scope < r.high
              and split_part(b.scope, chr(31), 4) = r.direction
            """;

    private static final String DROP_SUMS = """
            delete from score_sums s using unnest(?::text[], ?::text[], ?::text[]) as r(low, high, direction)
            where s.tenant = ? and s.scope >= r.low and s.scope < r.high
              and split_part(s.scope, chr(31), 4) = r.direction
            """;

    private final Connection connection;
    private final String tenant;
    private final int keptFrom;
    private final Set<String> ended = new LinkedHashSet<>();

    PairRecords(Connection connection, String tenant, int keptFrom) {
        this.connection = connection;
        this.tenant = tenant;
        this.keptFrom = keptFrom;
    }

    /// What changes of the records that are kept: whole records of customers that now have many promises, and nothing
    /// of those that have few.
    ///
    /// @param changes of the records of all pairs
    /// @param more by how much the numbers of promises of customers have grown
    /// @param promises how many they have now
    Map<Key, Pair> kept(Map<Key, Pair> changes, Map<String, Long> more, Map<String, Long> promises)
            throws SQLException {
        Set<String> stayed = new LinkedHashSet<>();
        Set<String> begun = new LinkedHashSet<>();
        promises.forEach((customer, now) -> {
            boolean before = now - more.getOrDefault(customer, 0L) >= keptFrom;
            if (now >= keptFrom) {
                (before ? stayed : begun).add(customer);
            } else if (before) {
                ended.add(customer);
            }
        });
        if (!ended.isEmpty()) {
            drop(DROP_BUCKETS);
            drop(DROP_SUMS);
        }
        Map<Key, Pair> kept = new HashMap<>();
        changes.forEach((key, change) -> {
            if (stayed.contains(Subject.customerOf(key.scope()))) {
                kept.put(key, change);
            }
        });
        begin(begun, kept);
        return kept;
    }

    /// Whether the record of this pair was dropped.
    boolean hasEnded(String pair) {
        return !ended.isEmpty() && ended.contains(Subject.customerOf(pair));
    }

    private void begin(Set<String> customers, Map<Key, Pair> into) throws SQLException {
        if (customers.isEmpty()) {
            return;
        }
        List<String> names = customers.stream()
                .map(scope -> Subject.Pairs.of(scope).customer())
                .distinct()
                .toList();
        Map<String, ScoreState> states = new HashMap<>();
        for (Account account : EntryRows.ofCustomers(connection, tenant, names)) {
            Subject subject = account.subject();
            if (subject != null) {
                subject.scopes().stream()
                        .filter(Subject::isOfPair)
                        .filter(scope -> customers.contains(Subject.customerOf(scope)))
                        .forEach(scope -> states.computeIfAbsent(scope, _ -> new ScoreState())
                                .addAll(account.entries()));
            }
        }
        states.forEach((scope, state) -> BucketRows.collect(scope, state, into));
    }

    private void drop(String sql) throws SQLException {
        List<Subject.Pairs> pairs = new ArrayList<>();
        ended.forEach(customer -> pairs.add(Subject.Pairs.of(customer)));
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setArray(1, Columns.texts(connection, pairs, Subject.Pairs::prefix));
            delete.setArray(2, Columns.texts(connection, pairs, pair -> Subject.afterAllOf(pair.prefix())));
            delete.setArray(3, Columns.texts(connection, pairs, Subject.Pairs::direction));
            delete.setString(4, tenant);
            delete.executeUpdate();
        }
    }
}
