package dev.kept.domain.scoring;

import dev.kept.domain.scoring.Entry.WeightClass;
import dev.kept.domain.scoring.ScoreState.Bucket;
import dev.kept.domain.scoring.ScoreState.Key;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sums of one subject under one policy, kept so that a score is read without looking at its buckets.
///
/// Entries can be added and taken out in any order, exactly. Pending entries wait by day and join the sums when the day
/// of reading passes them; reading an earlier day takes them out again. Not safe for use by several threads.
public final class RunningSums {
    private final Policy policy;
    private final Sums sums;
    private final Streak streak = new Streak();
    private final NavigableMap<Integer, Map<WeightClass, Bucket>> pending = new TreeMap<>();
    private final Map<Key, Bucket> counted = new HashMap<>();
    private int today;

    /// No promises yet, read from `asOfDay` (days since 1970-01-01) on.
    public RunningSums(Policy policy, int asOfDay) {
        this.policy = policy;
        sums = new Sums(policy, new DecayedSums(slow(policy), asOfDay), new DecayedSums(fast(policy), asOfDay));
        today = asOfDay;
    }

    public void add(Entry entry) {
        add(Key.of(entry), Bucket.of(entry));
    }

    public void addAll(Collection<Entry> entries) {
        entries.forEach(this::add);
    }

    public void subtract(Entry entry) {
        add(Key.of(entry), Bucket.of(entry).negated());
    }

    public void subtractAll(Collection<Entry> entries) {
        entries.forEach(this::subtract);
    }

    public void merge(ScoreState state) {
        state.buckets().forEach(this::add);
    }

    public void subtract(ScoreState state) {
        state.buckets().forEach((key, bucket) -> add(key, bucket.negated()));
    }

    /// The score on a day (days since 1970-01-01), without reasons.
    public Score read(int asOfDay) {
        moveTo(asOfDay);
        return sums.read(asOfDay, streak.length());
    }

    Totals totals(int asOfDay) {
        moveTo(asOfDay);
        return sums.totals(asOfDay, streak.length());
    }

    void add(Key key, Bucket change) {
        if (!key.pending() || isOver(key.day(), today)) {
            count(key.weightClass(), key.day(), change);
        }
        if (key.pending()) {
            pending.compute(key.day(), (_, classes) -> changed(classes, key.weightClass(), change));
        }
    }

    private static @Nullable Map<WeightClass, Bucket> changed(
            @Nullable Map<WeightClass, Bucket> classes, WeightClass weightClass, Bucket change) {
        Map<WeightClass, Bucket> result = classes == null ? new HashMap<>(4) : classes;
        result.merge(weightClass, change, Bucket::plusOrNothing);
        return result.isEmpty() ? null : result;
    }

    private void moveTo(int asOfDay) {
        int from = Math.min(today, asOfDay) - policy.overdueGraceDays();
        int to = Math.max(today, asOfDay) - policy.overdueGraceDays();
        boolean forward = asOfDay > today;
        today = asOfDay;
        pending.subMap(from, true, to, false)
                .forEach((day, classes) -> classes.forEach(
                        (weightClass, bucket) -> count(weightClass, day, forward ? bucket : bucket.negated())));
    }

    private boolean isOver(int day, int asOfDay) {
        return day < asOfDay - policy.overdueGraceDays();
    }

    private void count(WeightClass weightClass, int day, Bucket change) {
        Key key = new Key(false, weightClass, day);
        Bucket before = counted.getOrDefault(key, Bucket.ZERO);
        Bucket after = before.plus(change);
        if (after.equals(Bucket.ZERO)) {
            counted.remove(key);
        } else {
            counted.put(key, after);
        }
        sums.change(weightClass, day, before, after);
        streak.add(day, change);
    }

    private static Decay slow(Policy policy) {
        return Decay.of(policy.halfLifeDays(), policy.tableBits());
    }

    private static Decay fast(Policy policy) {
        return Decay.of(policy.trend().halfLifeDays(), policy.tableBits());
    }

    /// What a score is read from, apart from the buckets it was summed over: of the same size however long the record
    /// is, and the same bytes for the same record.
    ///
    /// Its owner keeps the buckets, says what each one was before and is after a change, and counts the streak.
    public static final class Sums {
        private final Policy policy;
        private final DecayedSums slow;
        private final DecayedSums fast;
        private @Nullable String policyHash;
        private long promises;
        private long weightMilli;

        private Sums(Policy policy, DecayedSums slow, DecayedSums fast) {
            this.policy = policy;
            this.slow = slow;
            this.fast = fast;
        }

        /// Nothing summed yet.
        public static Sums none(Policy policy) {
            return of(
                    policy,
                    new Sums(policy, new DecayedSums(slow(policy), 0), new DecayedSums(fast(policy), 0)).encoded());
        }

        /// The sums that [#encoded] gave, under the same policy.
        public static Sums of(Policy policy, byte[] encoded) {
            SumBytes.In in = new SumBytes.In(encoded);
            Sums sums = new Sums(policy, DecayedSums.read(slow(policy), in), DecayedSums.read(fast(policy), in));
            sums.promises = in.number();
            sums.weightMilli = in.number();
            return sums;
        }

        public byte[] encoded() {
            SumBytes.Out out = new SumBytes.Out();
            slow.writeTo(out);
            fast.writeTo(out);
            out.number(promises);
            out.number(weightMilli);
            return out.bytes();
        }

        /// Puts what a bucket counts now in the place of what it counted.
        public void change(WeightClass weightClass, int day, Bucket before, Bucket after) {
            Bucket change = after.plus(before.negated());
            slow.add(weightClass, day, change, variance(after).subtract(variance(before)));
            fast.add(weightClass, day, change, BigInteger.ZERO);
            promises = Math.addExact(promises, change.n());
            weightMilli = Math.addExact(weightMilli, change.w());
        }

        /// The score on a day (days since 1970-01-01).
        ///
        /// @param streak how many promises count after the last day with a broken one
        public Score read(int asOfDay, long streak) {
            if (policyHash == null) {
                policyHash = policy.hash();
            }
            return Reading.read(policy, policyHash, totals(asOfDay, streak));
        }

        Totals totals(int asOfDay, long streak) {
            // The weights come first: a day before the landmark moves it, and the sums with it.
            BigInteger g = slow.weight(asOfDay);
            BigInteger trendG = fast.weight(asOfDay);
            return new Totals(
                    slow.landmark(),
                    g,
                    slow.totals(WeightClass.S),
                    slow.totals(WeightClass.T),
                    trendG,
                    fast.totals(WeightClass.S),
                    fast.totals(WeightClass.T),
                    promises,
                    weightMilli,
                    streak);
        }

        /// `10^6·Q + rho·(W² - Q)`: promises of one day and class share their luck.
        private BigInteger variance(Bucket bucket) {
            BigInteger squares = BigInteger.valueOf(bucket.ww());
            BigInteger shared = BigInteger.valueOf(bucket.w()).pow(2).subtract(squares);
            long correlation = policy.interval().sameDayCorrelationPpm();
            return squares.multiply(BigInteger.valueOf(Bounds.PPM))
                    .add(shared.multiply(BigInteger.valueOf(correlation)));
        }
    }
}
