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
    private final String policyHash;
    private final DecayedSums slow;
    private final DecayedSums fast;
    private final Streak streak = new Streak();
    private final NavigableMap<Integer, Map<WeightClass, Bucket>> pending = new TreeMap<>();
    private final Map<Key, Bucket> counted = new HashMap<>();
    private int today;
    private long promises;
    private long weightMilli;

    /// No promises yet, read from `asOfDay` (days since 1970-01-01) on.
    public RunningSums(Policy policy, int asOfDay) {
        this.policy = policy;
        policyHash = policy.hash();
        slow = new DecayedSums(Decay.of(policy.halfLifeDays(), policy.tableBits()), asOfDay);
        fast = new DecayedSums(Decay.of(policy.trend().halfLifeDays(), policy.tableBits()), asOfDay);
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
        return Reading.read(policy, policyHash, totals(asOfDay));
    }

    Totals totals(int asOfDay) {
        moveTo(asOfDay);
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
                streak.length());
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
        BigInteger variance = variance(after).subtract(variance(before));
        slow.add(weightClass, day, change, variance);
        fast.add(weightClass, day, change, BigInteger.ZERO);
        streak.add(day, change);
        promises = Math.addExact(promises, change.n());
        weightMilli = Math.addExact(weightMilli, change.w());
    }

    /// `10^6·Q + rho·(W² - Q)`: promises of one day and class share their luck.
    private BigInteger variance(Bucket bucket) {
        BigInteger squares = BigInteger.valueOf(bucket.ww());
        BigInteger shared = BigInteger.valueOf(bucket.w()).pow(2).subtract(squares);
        long correlation = policy.interval().sameDayCorrelationPpm();
        return squares.multiply(BigInteger.valueOf(Bounds.PPM)).add(shared.multiply(BigInteger.valueOf(correlation)));
    }
}
