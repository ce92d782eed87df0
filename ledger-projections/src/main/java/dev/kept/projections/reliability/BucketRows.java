package dev.kept.projections.reliability;

import dev.kept.domain.scoring.Entry.WeightClass;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.ScoreState.Bucket;
import dev.kept.projections.processor.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads and writes `score_bucket`: what the entries of one scope, day and class add up to, settled and pending.
final class BucketRows {
    private static final int NUMBERS = 16;

    private static final String ADD = """
            insert into score_bucket as b (tenant, scope, day, class,
              n, w, wc, wp, ww, broken, early, ext, pn, pw, pwc, pwp, pww, pbroken, pearly, pext)
            select ?, * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, scope, day, class) do update set
              n = b.n + excluded.n, w = b.w + excluded.w, wc = b.wc + excluded.wc, wp = b.wp + excluded.wp,
              ww = b.ww + excluded.ww, broken = b.broken + excluded.broken, early = b.early + excluded.early,
              ext = b.ext + excluded.ext, pn = b.pn + excluded.pn, pw = b.pw + excluded.pw, pwc = b.pwc + excluded.pwc,
              pwp = b.pwp + excluded.pwp, pww = b.pww + excluded.pww, pbroken = b.pbroken + excluded.pbroken,
              pearly = b.pearly + excluded.pearly, pext = b.pext + excluded.pext
            returning scope, day, class, n, w, wc, wp, ww, broken, early, ext,
              pn, pw, pwc, pwp, pww, pbroken, pearly, pext
            """;

    private static final String DROP = """
            delete from score_bucket b using unnest(?, ?, ?) as r(scope, day, class)
            where b.tenant = ? and b.scope = r.scope and b.day = r.day and b.class = r.class
            """;

    private static final String PENDING = """
            select scope, day, class, n, w, wc, wp, ww, broken, early, ext,
              pn, pw, pwc, pwp, pww, pbroken, pearly, pext
            from score_bucket
            where tenant = ? and day >= ? and day < ?
              and (pn <> 0 or pw <> 0 or pbroken <> 0 or pearly <> 0 or pext <> 0)
            """;

    private static final String OF_SCOPES = """
            select scope, day, class, n, w, wc, wp, ww, broken, early, ext,
              pn, pw, pwc, pwp, pww, pbroken, pearly, pext
            from kept_view.score_bucket where tenant = ? and scope = any(?)
            """;

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::scope).thenComparingInt(Key::day).thenComparing(Key::weightClass);

    private BucketRows() {}

    record Key(String scope, int day, WeightClass weightClass) {}

    /// The two buckets of one key.
    record Pair(Bucket settled, Bucket pending) {
        static final Pair ZERO = new Pair(Bucket.ZERO, Bucket.ZERO);

        Pair plus(Pair other) {
            return new Pair(settled.plus(other.settled), pending.plus(other.pending));
        }

        Pair minus(Pair other) {
            return new Pair(settled.plus(other.settled.negated()), pending.plus(other.pending.negated()));
        }

        /// What counts, given that pending buckets before that day do.
        Bucket counted(int day, int countedTo) {
            return day < countedTo ? settled.plus(pending) : settled;
        }
    }

    /// What a state changes of a scope, by day and class.
    static void collect(String scope, ScoreState change, Map<Key, Pair> into) {
        change.buckets().forEach((key, bucket) -> {
            Pair pair = key.pending() ? new Pair(Bucket.ZERO, bucket) : new Pair(bucket, Bucket.ZERO);
            into.merge(new Key(scope, key.day(), key.weightClass()), pair, Pair::plus);
        });
    }

    /// Adds to the rows and removes those of which nothing is left.
    ///
    /// @return the rows as they are now, those of zeros too
    static Map<Key, Pair> add(Connection connection, String tenant, Map<Key, Pair> changes) throws SQLException {
        Map<Key, Pair> after = new TreeMap<>(ORDER);
        if (changes.isEmpty()) {
            return after;
        }
        List<Map.Entry<Key, Pair>> rows = changes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ORDER))
                .toList();
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, tenant);
            bindKeys(connection, insert, 2, rows.stream().map(Map.Entry::getKey).toList());
            for (int i = 0; i < NUMBERS; i++) {
                int index = i;
                insert.setArray(5 + i, Columns.longs(connection, rows, row -> number(row.getValue(), index)));
            }
            read(insert, after);
        }
        List<Key> empty = after.entrySet().stream()
                .filter(row -> row.getValue().equals(Pair.ZERO))
                .map(Map.Entry::getKey)
                .toList();
        if (!empty.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(DROP)) {
                bindKeys(connection, delete, 1, empty);
                delete.setString(4, tenant);
                delete.executeUpdate();
            }
        }
        return after;
    }

    /// Rows with something pending on days from `from` on and before `to`.
    static Map<Key, Pair> pending(Connection connection, String tenant, int from, int to) throws SQLException {
        Map<Key, Pair> rows = new TreeMap<>(ORDER);
        try (PreparedStatement select = connection.prepareStatement(PENDING)) {
            select.setString(1, tenant);
            select.setInt(2, from);
            select.setInt(3, to);
            read(select, rows);
        }
        return rows;
    }

    /// The sum of the states of these scopes.
    static ScoreState state(Connection connection, String tenant, Collection<String> scopes) throws SQLException {
        Map<Key, Pair> rows = new TreeMap<>(ORDER);
        try (PreparedStatement select = connection.prepareStatement(OF_SCOPES)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, scopes));
            read(select, rows);
        }
        ScoreState state = new ScoreState();
        rows.forEach((key, pair) -> {
            state.add(new ScoreState.Key(false, key.weightClass(), key.day()), pair.settled());
            state.add(new ScoreState.Key(true, key.weightClass(), key.day()), pair.pending());
        });
        return state;
    }

    private static void read(PreparedStatement select, Map<Key, Pair> into) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Key key = new Key(row.getString(1), row.getInt(2), WeightClass.valueOf(row.getString(3)));
                into.put(key, pair(row, 4));
            }
        }
    }

    /// @param first the column of the first of the sixteen numbers
    static Pair pair(ResultSet row, int first) throws SQLException {
        return new Pair(bucket(row, first), bucket(row, first + NUMBERS / 2));
    }

    private static Bucket bucket(ResultSet row, int first) throws SQLException {
        return new Bucket(
                row.getLong(first),
                row.getLong(first + 1),
                row.getLong(first + 2),
                row.getLong(first + 3),
                row.getLong(first + 4),
                row.getLong(first + 5),
                row.getLong(first + 6),
                row.getLong(first + 7));
    }

    private static void bindKeys(Connection connection, PreparedStatement statement, int first, List<Key> keys)
            throws SQLException {
        statement.setArray(first, Columns.texts(connection, keys, Key::scope));
        statement.setArray(first + 1, Columns.ints(connection, keys, Key::day));
        statement.setArray(
                first + 2,
                Columns.texts(connection, keys, key -> key.weightClass().name()));
    }

    private static long number(Pair pair, int index) {
        Bucket bucket = index < NUMBERS / 2 ? pair.settled() : pair.pending();
        return switch (index % (NUMBERS / 2)) {
            case 0 -> bucket.n();
            case 1 -> bucket.w();
            case 2 -> bucket.wc();
            case 3 -> bucket.wp();
            case 4 -> bucket.ww();
            case 5 -> bucket.broken();
            case 6 -> bucket.early();
            default -> bucket.ext();
        };
    }
}
