package dev.kept.projections.reliability;

import dev.kept.domain.scoring.Entry.WeightClass;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.ScoreState.Bucket;
import dev.kept.projections.processor.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads and writes `score_bucket`: what the entries of one scope, day and class add up to, settled and pending.
final class BucketRows {
    private static final int NUMBERS = 16;

    /// A row of which nothing is left says where it is.
    private static final String ADD = """
            insert into score_bucket as b (tenant, scope, day, class,
              n, w, wc, wp, ww, broken, early, ext, pn, pw, pwc, pwp, pww, pbroken, pearly, pext)
            select ?, r.scope, r.day, r.class,
              v.a[r.i * 16 - 15], v.a[r.i * 16 - 14], v.a[r.i * 16 - 13], v.a[r.i * 16 - 12],
              v.a[r.i * 16 - 11], v.a[r.i * 16 - 10], v.a[r.i * 16 - 9], v.a[r.i * 16 - 8],
              v.a[r.i * 16 - 7], v.a[r.i * 16 - 6], v.a[r.i * 16 - 5], v.a[r.i * 16 - 4],
              v.a[r.i * 16 - 3], v.a[r.i * 16 - 2], v.a[r.i * 16 - 1], v.a[r.i * 16]
            from (select ?::bigint[] as a offset 0) v
            cross join unnest(?::text[], ?::integer[], ?::text[]) with ordinality as r(scope, day, class, i)
            on conflict (tenant, scope, day, class) do update set
              n = b.n + excluded.n, w = b.w + excluded.w, wc = b.wc + excluded.wc, wp = b.wp + excluded.wp,
              ww = b.ww + excluded.ww, broken = b.broken + excluded.broken, early = b.early + excluded.early,
              ext = b.ext + excluded.ext, pn = b.pn + excluded.pn, pw = b.pw + excluded.pw, pwc = b.pwc + excluded.pwc,
              pwp = b.pwp + excluded.pwp, pww = b.pww + excluded.pww, pbroken = b.pbroken + excluded.pbroken,
              pearly = b.pearly + excluded.pearly, pext = b.pext + excluded.pext
            returning scope, day, class, n, w, wc, wp, ww, broken, early, ext,
              pn, pw, pwc, pwp, pww, pbroken, pearly, pext,
              case when n = 0 and w = 0 and wc = 0 and wp = 0 and ww = 0 and broken = 0 and early = 0 and ext = 0
                and pn = 0 and pw = 0 and pwc = 0 and pwp = 0 and pww = 0 and pbroken = 0 and pearly = 0 and pext = 0
                then b.ctid::text end
            """;

    private static final int PLACE = 20;

    /// By the places that these rows, ours until the transaction ends, were seen at.
    private static final String DROP = "delete from score_bucket where ctid = any(?::tid[])";

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

        /// How many promises count or will.
        long promises() {
            return settled.n() + pending.n();
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
        List<String> empty = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, tenant);
            insert.setArray(2, Columns.numbers(connection, numbers(rows)));
            insert.setArray(
                    3, Columns.texts(connection, rows, row -> row.getKey().scope()));
            insert.setArray(
                    4, Columns.ints(connection, rows, row -> row.getKey().day()));
            insert.setArray(
                    5,
                    Columns.texts(
                            connection, rows, row -> row.getKey().weightClass().name()));
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    after.put(key(row), pair(row, 4));
                    String place = row.getString(PLACE);
                    if (place != null) {
                        empty.add(place);
                    }
                }
            }
        }
        if (!empty.isEmpty()) {
            try (PreparedStatement delete = connection.prepareStatement(DROP)) {
                delete.setArray(1, Columns.texts(connection, empty));
                delete.executeUpdate();
            }
        }
        return after;
    }

    private static long[] numbers(List<Map.Entry<Key, Pair>> rows) {
        long[] numbers = new long[rows.size() * NUMBERS];
        int i = 0;
        for (Map.Entry<Key, Pair> row : rows) {
            i = numbers(row.getValue().settled(), numbers, i);
            i = numbers(row.getValue().pending(), numbers, i);
        }
        return numbers;
    }

    private static int numbers(Bucket bucket, long[] into, int from) {
        int i = from;
        into[i++] = bucket.n();
        into[i++] = bucket.w();
        into[i++] = bucket.wc();
        into[i++] = bucket.wp();
        into[i++] = bucket.ww();
        into[i++] = bucket.broken();
        into[i++] = bucket.early();
        into[i++] = bucket.ext();
        return i;
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

    /// The sum of the states of these scopes, and which of them have rows.
    record States(ScoreState sum, Set<String> found) {}

    static States states(Connection connection, String tenant, Collection<String> scopes) throws SQLException {
        Map<Key, Pair> rows = new TreeMap<>(ORDER);
        try (PreparedStatement select = connection.prepareStatement(OF_SCOPES)) {
            select.setString(1, tenant);
            select.setArray(2, Columns.texts(connection, scopes));
            read(select, rows);
        }
        ScoreState state = new ScoreState();
        Set<String> found = new HashSet<>();
        rows.forEach((key, pair) -> {
            found.add(key.scope());
            state.add(new ScoreState.Key(false, key.weightClass(), key.day()), pair.settled());
            state.add(new ScoreState.Key(true, key.weightClass(), key.day()), pair.pending());
        });
        return new States(state, found);
    }

    private static void read(PreparedStatement select, Map<Key, Pair> into) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                into.put(key(row), pair(row, 4));
            }
        }
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getString(1), row.getInt(2), WeightClass.valueOf(row.getString(3)));
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
}
