package dev.kept.projections.reliability;

import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentProjection;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.processor.CopyRows;
import dev.kept.projections.processor.ViewTable;
import dev.kept.projections.reliability.BucketRows.Key;
import dev.kept.projections.reliability.BucketRows.Pair;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps the scores of a ledger up with its log, under the shipped policy.
///
/// A fact takes its commitment's old entries out of every scope they were in and puts the new ones into every scope
/// they belong to; whole numbers make that exact, also where a correction moves the promise to somebody else. The
/// entries that were put in are kept beside, so that precisely those are taken out.
///
/// Pending promises join the sums when the day on which facts are accepted has passed their days of grace. That day
/// comes from the log, not from a clock: rows stay a function of the facts. What passes after the last fact is added by
/// whoever reads.
public final class ReliabilityProjection implements CommitmentProjection.Part<Account> {
    private final String tenant;
    private final int pairsKeptFrom;
    private final Policy policy = Policy.kyw1();

    public ReliabilityProjection(String tenant) {
        this(tenant, PairRecords.KEPT_FROM);
    }

    /// @param pairsKeptFrom how many promises a customer has whose record with each promisor is kept
    ReliabilityProjection(String tenant, int pairsKeptFrom) {
        this.tenant = tenant;
        this.pairsKeptFrom = pairsKeptFrom;
    }

    @Override
    public Account nothing() {
        return Account.NONE;
    }

    @Override
    public Account of(FoldedCommitment commitment) {
        return Account.of(commitment.effective(policy.backdateSeconds()), policy);
    }

    @Override
    public void write(Account account, CopyRows row) {
        row.text(account.text());
    }

    @Override
    public Account read(ResultSet row) throws SQLException {
        return EntryRows.account(row);
    }

    @Override
    public void apply(
            Connection connection, List<StoredFact> batch, List<CommitmentProjection.Part.Change<Account>> accounts)
            throws SQLException {
        StoredFact last = batch.getLast();
        int day = Scores.day(last.acceptedAt().getEpochSecond());
        Integer before = ScoreClock.day(connection, tenant);
        int countedTo = day - policy.overdueGraceDays();
        int countedBefore = before == null ? countedTo : before - policy.overdueGraceDays();

        Map<Key, Pair> ofPairs = new HashMap<>();
        Map<Key, Pair> ofOthers = new HashMap<>();
        changes(accounts)
                .forEach((key, change) -> (Subject.isOfPair(key.scope()) ? ofPairs : ofOthers).put(key, change));
        Map<Key, Pair> ripe =
                countedBefore < countedTo ? BucketRows.pending(connection, tenant, countedBefore, countedTo) : Map.of();
        Counting counting = new Counting(connection, countedBefore, countedTo, ripe);
        Map<String, Long> more = more(ofOthers, ofPairs);
        Map<String, Long> promises = counting.add(ofOthers, scope -> !Subject.isOfPair(scope), more);
        PairRecords pairs = new PairRecords(connection, tenant, pairsKeptFrom);
        counting.add(
                pairs.kept(ofPairs, more, promises),
                scope -> Subject.isOfPair(scope) && !pairs.hasEnded(scope),
                Map.of());
        ScoreClock.set(connection, tenant, last.position(), day);
    }

    /// By how much the number of promises of each customer grows that is touched.
    private static Map<String, Long> more(Map<Key, Pair> ofOthers, Map<Key, Pair> ofPairs) {
        Map<String, Long> more = new HashMap<>();
        ofOthers.forEach((key, change) -> {
            if (Subject.isOfCustomer(key.scope())) {
                more.merge(key.scope(), change.promises(), Math::addExact);
            }
        });
        ofPairs.keySet().forEach(key -> more.putIfAbsent(Subject.customerOf(key.scope()), 0L));
        return more;
    }

    /// Puts changes into the buckets, and what counts of them into the sums.
    ///
    /// @param ripe pending buckets that count now and did not before
    private final class Counting {
        private final Connection connection;
        private final int before;
        private final int to;
        private final Map<Key, Pair> ripe;

        Counting(Connection connection, int before, int to, Map<Key, Pair> ripe) {
            this.connection = connection;
            this.before = before;
            this.to = to;
            this.ripe = ripe;
        }

        Map<String, Long> add(Map<Key, Pair> changes, Predicate<String> scopes, Map<String, Long> more)
                throws SQLException {
            Map<Key, Pair> after = BucketRows.add(connection, tenant, changes);
            Map<Key, SumRows.Change> counted = new LinkedHashMap<>();
            ripe.forEach((key, pair) -> {
                if (scopes.test(key.scope())) {
                    counted.put(
                            key, new SumRows.Change(key, pair.counted(key.day(), before), pair.counted(key.day(), to)));
                }
            });
            after.forEach((key, now) -> {
                Pair then = now.minus(changes.getOrDefault(key, Pair.ZERO));
                counted.put(key, new SumRows.Change(key, then.counted(key.day(), before), now.counted(key.day(), to)));
            });
            return new SumRows(connection, tenant, policy)
                    .apply(
                            counted.values().stream()
                                    .filter(SumRows.Change::isOne)
                                    .toList(),
                            more,
                            to);
        }
    }

    /// What new accounts in the place of old ones change of the buckets.
    private static Map<Key, Pair> changes(List<CommitmentProjection.Part.Change<Account>> accounts) {
        Map<String, ScoreState> states = new HashMap<>();
        for (CommitmentProjection.Part.Change<Account> account : accounts) {
            Account was = account.before();
            Account is = account.after();
            if (!was.equals(is)) {
                scopes(was.subject())
                        .forEach(scope -> states.computeIfAbsent(scope, _ -> new ScoreState())
                                .subtractAll(was.entries()));
                scopes(is.subject())
                        .forEach(scope -> states.computeIfAbsent(scope, _ -> new ScoreState())
                                .addAll(is.entries()));
            }
        }
        Map<Key, Pair> changes = new HashMap<>();
        states.forEach((scope, state) -> BucketRows.collect(scope, state, changes));
        return changes;
    }

    private static List<String> scopes(@Nullable Subject subject) {
        return subject == null ? List.of() : subject.scopes();
    }

    @Override
    public List<ViewTable> tables() {
        return ScoreTables.ALL;
    }
}
