package dev.kept.projections.reliability;

import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.RowPart;
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
public final class ReliabilityProjection implements RowPart<Account> {
    private final String tenant;
    private final Policy policy = Policy.kyw1();

    public ReliabilityProjection(String tenant) {
        this.tenant = tenant;
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
    public void apply(Connection connection, List<StoredFact> batch, List<Change<Account>> accounts)
            throws SQLException {
        StoredFact last = batch.getLast();
        int day = Scores.day(last.acceptedAt().getEpochSecond());
        Integer before = ScoreClock.day(connection, tenant);
        int countedTo = day - policy.overdueGraceDays();
        int countedBefore = before == null ? countedTo : before - policy.overdueGraceDays();

        Map<Key, Pair> changes = changes(accounts);
        Map<Key, Pair> after = BucketRows.add(connection, tenant, changes);
        Map<Key, SumRows.Change> counted = new LinkedHashMap<>();
        if (countedBefore < countedTo) {
            BucketRows.pending(connection, tenant, countedBefore, countedTo)
                    .forEach((key, pair) -> counted.put(
                            key,
                            new SumRows.Change(
                                    key, pair.counted(key.day(), countedBefore), pair.counted(key.day(), countedTo))));
        }
        after.forEach((key, now) -> {
            Pair then = now.minus(changes.getOrDefault(key, Pair.ZERO));
            counted.put(
                    key,
                    new SumRows.Change(key, then.counted(key.day(), countedBefore), now.counted(key.day(), countedTo)));
        });
        new SumRows(connection, tenant, policy)
                .apply(counted.values().stream().filter(SumRows.Change::isOne).toList(), countedTo);
        ScoreClock.set(connection, tenant, last.position(), day);
    }

    /// What new accounts in the place of old ones change of the buckets.
    private static Map<Key, Pair> changes(List<Change<Account>> accounts) {
        Map<String, ScoreState> states = new HashMap<>();
        for (Change<Account> account : accounts) {
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
