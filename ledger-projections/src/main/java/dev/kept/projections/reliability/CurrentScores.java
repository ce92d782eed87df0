package dev.kept.projections.reliability;

import dev.kept.api.fact.Direction;
import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.RunningSums;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads scores under the shipped policy from what the projection keeps: exact wherever it answers at all.
///
/// It answers for readings that know nearly everything the rows hold. The few commitments of which they know less are
/// folded from the log and put in the place of their rows; with more of those it is left to a fold of everything.
final class CurrentScores {
    private static final int MAX_NEWER = 100;

    private static final String READ = """
        select c.day as clock,
          (select coalesce(max(e.latest) > ?, false) from kept_view.commitment e where e.tenant = ?) as newer,
          s.sums, s.streak, s.last_broken,
          b.n, b.w, b.wc, b.wp, b.ww, b.broken, b.early, b.ext,
          b.pn, b.pw, b.pwc, b.pwp, b.pww, b.pbroken, b.pearly, b.pext,
          b.day, b.class
        from kept_view.score_clock c
        left join kept_view.score_sums s on s.tenant = c.tenant and s.scope = ?
        left join kept_view.score_bucket b on b.tenant = c.tenant and b.scope = ? and b.day >= c.day - ?
        where c.tenant = ?
        """;

    private static final int SUMS = 3;
    private static final int FIRST_NUMBER = 6;
    private static final int FETCH = 2_000;

    private static final String OF_CUSTOMERS = """
        select s.scope, s.sums, s.streak, s.last_broken,
          b.n, b.w, b.wc, b.wp, b.ww, b.broken, b.early, b.ext,
          b.pn, b.pw, b.pwc, b.pwp, b.pww, b.pbroken, b.pearly, b.pext,
          b.day, b.class
        from kept_view.score_sums s
        left join kept_view.score_bucket b on b.tenant = s.tenant and b.scope = s.scope and b.day >= ?
        where s.tenant = ? and s.scope >= ? and s.scope < ? and coalesce(s.scope = any(?), true)
        order by s.scope
        """;

    private final String tenant;
    private final DataSource database;
    private final FactReader log;
    private final Policy policy = Policy.kyw1();

    CurrentScores(String tenant, DataSource database, FactReader log) {
        this.tenant = tenant;
        this.database = database;
        this.log = log;
    }

    /// Whether a policy is the one whose scores are kept.
    boolean keeps(Policy other) {
        return policy.equals(other);
    }

    /// From the sums of one scope alone, in one statement. Empty for a pair that has none: whether it has no promise or
    /// its customer few is not said by them.
    Optional<Score> fromSums(String scope, ReadAt at) {
        return read(connection -> fromSums(connection, scope, at));
    }

    private Optional<Score> fromSums(Connection connection, String scope, ReadAt at) throws SQLException {
        int today = Scores.day(at.asOfSeconds());
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setLong(1, Math.min(at.asOfSeconds(), at.knownAtSeconds()));
            select.setString(2, tenant);
            select.setString(3, scope);
            select.setString(4, scope);
            select.setInt(5, policy.overdueGraceDays());
            select.setString(6, tenant);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.of(RunningSums.Sums.none(policy).read(today, 0));
                }
                boolean unknown = Subject.isOfPair(scope) && row.getBytes(SUMS) == null;
                if (unknown || row.getInt(1) > today || row.getBoolean(2)) {
                    return Optional.empty();
                }
                return Optional.of(score(row, today));
            }
        }
    }

    private Score score(ResultSet row, int today) throws SQLException {
        ScopeSums scope = ScopeSums.begin(row, SUMS);
        int clock = row.getInt(1);
        do {
            scope.addBucket(row, FIRST_NUMBER);
        } while (row.next());
        return scope.read(policy, clock, today);
    }

    /// The scores of customers for promises of one direction, in one statement; nobody who has no sums is in it. Empty
    /// where the sums hold more than the reading knows.
    Optional<Map<String, Score>> ofCustomers(Direction direction, @Nullable Collection<String> customers, ReadAt at) {
        String[] scopes = customers == null
                ? null
                : customers.stream()
                        .map(customer -> Subject.scopeOfCustomer(direction, customer))
                        .toArray(String[]::new);
        String prefix = Subject.scopeOfCustomer(direction, "");
        int today = Scores.day(at.asOfSeconds());
        return inOneSnapshot(connection -> {
            Integer clock = clock(connection);
            if (clock == null) {
                return Optional.of(Map.of());
            }
            if (clock > today) {
                return Optional.empty();
            }
            Map<String, Score> scores = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(OF_CUSTOMERS)) {
                select.setInt(1, clock - policy.overdueGraceDays());
                select.setString(2, tenant);
                select.setString(3, prefix);
                select.setString(4, Subject.afterAllOf(prefix));
                select.setArray(5, scopes == null ? null : connection.createArrayOf("text", scopes));
                select.setFetchSize(FETCH);
                try (ResultSet row = select.executeQuery()) {
                    String scope = null;
                    ScopeSums sums = null;
                    while (row.next()) {
                        String next = row.getString(1);
                        if (sums == null || !next.equals(scope)) {
                            if (sums != null && scope != null) {
                                scores.put(scope.substring(prefix.length()), sums.read(policy, clock, today));
                            }
                            scope = next;
                            sums = ScopeSums.begin(row, 2);
                        }
                        sums.addBucket(row, FIRST_NUMBER - 1);
                    }
                    if (sums != null && scope != null) {
                        scores.put(scope.substring(prefix.length()), sums.read(policy, clock, today));
                    }
                }
            }
            return Optional.of(scores);
        });
    }

    /// The sum of the states that the filter asks for.
    Optional<ScoreState> state(CommitmentFilter filter, ReadAt at) {
        List<String> scopes = Subject.scopes(filter);
        if (scopes.isEmpty()) {
            return stateOfEntries(filter, at);
        }
        Optional<BucketRows.States> states = inOneSnapshot(connection -> {
            Optional<Replaced> replaced = replaced(connection, at);
            if (replaced.isEmpty()) {
                return Optional.empty();
            }
            BucketRows.States found = BucketRows.states(connection, tenant, scopes);
            replaced.get().rows.values().forEach(account -> {
                if (isIn(account, filter)) {
                    found.sum().subtractAll(account.entries());
                }
            });
            replaced.get().folded.values().forEach(account -> {
                if (isIn(account, filter)) {
                    found.sum().addAll(account.entries());
                }
            });
            return Optional.of(found);
        });
        if (states.isEmpty()) {
            return Optional.empty();
        }
        boolean whole = scopes.stream()
                .allMatch(scope ->
                        !Subject.isOfPair(scope) || states.get().found().contains(scope));
        return whole ? Optional.of(states.get().sum()) : stateOfEntries(filter, at);
    }

    private Optional<ScoreState> stateOfEntries(CommitmentFilter filter, ReadAt at) {
        return entries(filter, at).map(entries -> {
            ScoreState state = new ScoreState();
            entries.values().forEach(state::addAll);
            return state;
        });
    }

    /// The entries of each commitment that the filter accepts.
    Optional<Map<String, List<Entry>>> entries(CommitmentFilter filter, ReadAt at) {
        return inOneSnapshot(connection -> {
            Optional<Replaced> replaced = replaced(connection, at);
            if (replaced.isEmpty()) {
                return Optional.empty();
            }
            Map<String, Account> accounts = EntryRows.of(connection, tenant, filter.customer(), filter.promisor());
            replaced.get().rows.keySet().forEach(accounts::remove);
            accounts.putAll(replaced.get().folded);
            Map<String, List<Entry>> entries = new TreeMap<>();
            accounts.forEach((commitment, account) -> {
                if (isIn(account, filter)) {
                    entries.put(commitment, account.entries());
                }
            });
            return Optional.of(entries);
        });
    }

    private static boolean isIn(Account account, CommitmentFilter filter) {
        Subject subject = account.subject();
        return subject != null && subject.isIn(filter);
    }

    /// @param rows accounts that hold more than the reading knows
    /// @param folded the same ones, as far as the reading knows them
    private record Replaced(Map<String, Account> rows, Map<String, Account> folded) {}

    private Optional<Replaced> replaced(Connection connection, ReadAt at) throws SQLException {
        long second = Math.min(at.asOfSeconds(), at.knownAtSeconds());
        Map<String, Account> rows = EntryRows.newer(connection, tenant, second, MAX_NEWER + 1);
        if (rows.size() > MAX_NEWER) {
            return Optional.empty();
        }
        if (rows.isEmpty()) {
            return Optional.of(new Replaced(rows, Map.of()));
        }
        Map<String, List<StoredFact>> streams = new HashMap<>();
        List<String> names = rows.keySet().stream()
                .map(dev.kept.domain.audit.Entry::streamOf)
                .toList();
        for (StoredFact fact : log.streams(names)) {
            streams.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
        }
        Map<String, Account> folded = new HashMap<>();
        for (String commitment : rows.keySet()) {
            List<StoredFact> facts = streams.get(dev.kept.domain.audit.Entry.streamOf(commitment));
            if (facts != null) {
                folded.put(
                        commitment,
                        Account.of(
                                FoldedCommitment.of(tenant, facts).facts(at.asOfSeconds(), at.knownAtSeconds()),
                                policy));
            }
        }
        return Optional.of(new Replaced(rows, folded));
    }

    private @Nullable Integer clock(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select day from kept_view.score_clock where tenant = ?")) {
            select.setString(1, tenant);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? (Integer) row.getInt(1) : null;
            }
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        Optional<T> from(Connection connection) throws SQLException;
    }

    private <T> Optional<T> inOneSnapshot(Read<T> read) {
        return read(connection -> {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try {
                return read.from(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.setTransactionIsolation(isolation);
            }
        });
    }

    private <T> Optional<T> read(Read<T> read) {
        try (Connection connection = database.getConnection()) {
            return read.from(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "scores of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
