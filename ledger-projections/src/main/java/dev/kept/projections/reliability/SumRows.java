package dev.kept.projections.reliability;

import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.RunningSums;
import dev.kept.domain.scoring.ScoreState.Bucket;
import dev.kept.projections.processor.Columns;
import dev.kept.projections.reliability.BucketRows.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps `score_sums` up with the buckets: what the score of a scope is read from, whatever the length of its record.
final class SumRows {
    private static final String READ = """
            select scope, sums, streak, last_broken, promises from score_sums where tenant = ? and scope = any(?)
            """;

    /// The last day with a broken promise, and how many count after it.
    private static final String STREAK = """
            select r.scope, l.day, (
              select coalesce(sum(b.n + case when b.day < ? then b.pn else 0 end), 0)::bigint from score_bucket b
              where b.tenant = ? and b.scope = r.scope and (l.day is null or b.day > l.day))
            from unnest(?) as r(scope)
            left join lateral (
              select b.day from score_bucket b
              where b.tenant = ? and b.scope = r.scope and (b.broken <> 0 or b.pbroken <> 0 and b.day < ?)
              order by b.scope desc, b.day desc limit 1) l on true
            """;

    private static final String WRITE = """
            insert into score_sums (tenant, scope, sums, streak, last_broken, promises)
            select ?, * from unnest(?, ?, ?, ?, ?)
            on conflict (tenant, scope) do update set
              sums = excluded.sums, streak = excluded.streak, last_broken = excluded.last_broken,
              promises = excluded.promises
            """;

    private static final String DROP = "delete from score_sums where tenant = ? and scope = any(?)";

    private final Connection connection;
    private final String tenant;
    private final Policy policy;
    private final byte[] nothing;

    SumRows(Connection connection, String tenant, Policy policy) {
        this.connection = connection;
        this.tenant = tenant;
        this.policy = policy;
        this.nothing = RunningSums.Sums.none(policy).encoded();
    }

    /// A bucket as it counted before a batch, and as it counts after it.
    record Change(Key key, Bucket before, Bucket after) {
        boolean isOne() {
            return !before.equals(after);
        }
    }

    private static final class Row {
        final RunningSums.Sums sums;
        long streak;

        @Nullable Integer lastBroken;

        long promises;

        Row(RunningSums.Sums sums, long streak, @Nullable Integer lastBroken, long promises) {
            this.sums = sums;
            this.streak = streak;
            this.lastBroken = lastBroken;
            this.promises = promises;
        }
    }

    /// @param more by how much the number of promises of some scopes grows
    /// @param countedTo pending buckets before this day count
    /// @return how many promises those scopes have now
    Map<String, Long> apply(Collection<Change> changes, Map<String, Long> more, int countedTo) throws SQLException {
        Set<String> scopes = new TreeSet<>(more.keySet());
        changes.forEach(change -> scopes.add(change.key().scope()));
        if (scopes.isEmpty()) {
            return Map.of();
        }
        Map<String, Row> rows = read(scopes);
        Set<String> broken = new TreeSet<>();
        for (Change change : changes) {
            Key key = change.key();
            Row row = rows.computeIfAbsent(key.scope(), _ -> none());
            row.sums.change(key.weightClass(), key.day(), change.before(), change.after());
            Integer last = row.lastBroken;
            if (change.before().broken() != change.after().broken() && (last == null || key.day() >= last)) {
                broken.add(key.scope());
            } else if (last == null || key.day() > last) {
                row.streak += change.after().n() - change.before().n();
            }
        }
        Map<String, Long> promises = HashMap.newHashMap(more.size());
        more.forEach((scope, number) -> {
            Row row = rows.computeIfAbsent(scope, _ -> none());
            row.promises += number;
            promises.put(scope, row.promises);
        });
        countStreaks(broken, countedTo, rows);
        write(rows);
        return promises;
    }

    private Row none() {
        return new Row(RunningSums.Sums.none(policy), 0, null, 0);
    }

    private Map<String, Row> read(Collection<String> scopes) throws SQLException {
        Map<String, Row> rows = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, scopes));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int last = row.getInt(4);
                    Integer lastBroken = row.wasNull() ? null : (Integer) last;
                    RunningSums.Sums sums = RunningSums.Sums.of(policy, row.getBytes(2));
                    rows.put(row.getString(1), new Row(sums, row.getLong(3), lastBroken, row.getLong(5)));
                }
            }
        }
        return rows;
    }

    private void countStreaks(Collection<String> scopes, int countedTo, Map<String, Row> rows) throws SQLException {
        if (scopes.isEmpty()) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement(STREAK)) {
            select.setInt(1, countedTo);
            select.setString(2, tenant);
            select.setArray(3, Columns.texts(connection, scopes));
            select.setString(4, tenant);
            select.setInt(5, countedTo);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    Row row = rows.get(found.getString(1));
                    if (row == null) {
                        throw new IllegalStateException("expected sums of the scope " + found.getString(1));
                    }
                    int last = found.getInt(2);
                    row.lastBroken = found.wasNull() ? null : (Integer) last;
                    row.streak = found.getLong(3);
                }
            }
        }
    }

    private void write(Map<String, Row> rows) throws SQLException {
        Map<String, byte[]> kept = new TreeMap<>();
        List<String> gone = new ArrayList<>();
        rows.forEach((scope, row) -> {
            byte[] sums = row.sums.encoded();
            if (Arrays.equals(sums, nothing) && row.streak == 0 && row.lastBroken == null && row.promises == 0) {
                gone.add(scope);
            } else {
                kept.put(scope, sums);
            }
        });
        if (!gone.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(DROP)) {
                delete.setString(1, tenant);
                delete.setArray(2, Columns.texts(connection, gone));
                delete.executeUpdate();
            }
        }
        if (kept.isEmpty()) {
            return;
        }
        List<Row> order = kept.keySet().stream().map(scope -> row(rows, scope)).toList();
        try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
            insert.setString(1, tenant);
            insert.setArray(2, Columns.texts(connection, kept.keySet()));
            insert.setArray(3, connection.createArrayOf("bytea", kept.values().toArray(new byte[0][])));
            insert.setArray(4, Columns.longs(connection, order, row -> row.streak));
            insert.setArray(5, Columns.ints(connection, order, row -> row.lastBroken));
            insert.setArray(6, Columns.longs(connection, order, row -> row.promises));
            insert.executeUpdate();
        }
    }

    private static Row row(Map<String, Row> rows, String scope) {
        Row row = rows.get(scope);
        if (row == null) {
            throw new IllegalStateException("expected sums of the scope " + scope);
        }
        return row;
    }
}
