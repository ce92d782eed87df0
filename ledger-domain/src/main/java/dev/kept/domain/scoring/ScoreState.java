package dev.kept.domain.scoring;

import static java.lang.Math.addExact;
import static java.lang.Math.multiplyExact;
import static java.lang.Math.subtractExact;

import dev.kept.domain.scoring.Entry.WeightClass;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Day buckets of whole numbers: all a score needs to know of its commitments, under any half-life, on any day.
///
/// States form a commutative group under [#merge] and [#subtract(ScoreState)], so a roll-up is the sum of its parts and
/// a correction is the old entries taken out and the new ones put in. Not safe for use by several threads.
public final class ScoreState {
    private final Map<Key, Bucket> buckets = new HashMap<>();

    /// Which bucket: `settled` and `pending` entries, by class and day.
    public record Key(boolean pending, WeightClass weightClass, int day) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::pending)
                .thenComparing(Key::weightClass)
                .thenComparingInt(Key::day);

        static Key of(Entry entry) {
            return new Key(entry.pending(), entry.weightClass(), entry.day());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /// The sums over the entries of one bucket: `n, w, w·c, w·p, w·w, broken, early, ext`.
    public record Bucket(long n, long w, long wc, long wp, long ww, long broken, long early, long ext) {
        public static final Bucket ZERO = new Bucket(0, 0, 0, 0, 0, 0, 0, 0);

        static Bucket of(Entry entry) {
            return new Bucket(
                    entry.n(),
                    entry.w(),
                    multiplyExact(entry.w(), entry.c()),
                    multiplyExact(entry.w(), entry.p()),
                    multiplyExact(entry.w(), entry.w()),
                    entry.broken(),
                    entry.early(),
                    entry.ext());
        }

        public Bucket plus(Bucket other) {
            return new Bucket(
                    addExact(n, other.n),
                    addExact(w, other.w),
                    addExact(wc, other.wc),
                    addExact(wp, other.wp),
                    addExact(ww, other.ww),
                    addExact(broken, other.broken),
                    addExact(early, other.early),
                    addExact(ext, other.ext));
        }

        public Bucket negated() {
            return new Bucket(
                    subtractExact(0, n),
                    subtractExact(0, w),
                    subtractExact(0, wc),
                    subtractExact(0, wp),
                    subtractExact(0, ww),
                    subtractExact(0, broken),
                    subtractExact(0, early),
                    subtractExact(0, ext));
        }

        /// This bucket plus another, or null if nothing is left: all-zero buckets are not kept.
        @Nullable Bucket plusOrNothing(Bucket other) {
            Bucket sum = plus(other);
            return sum.equals(ZERO) ? null : sum;
        }
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

    /// Adds to one bucket, for states read from storage.
    public void add(Key key, Bucket bucket) {
        if (!bucket.equals(Bucket.ZERO)) {
            buckets.merge(key, bucket, Bucket::plusOrNothing);
        }
    }

    public void merge(ScoreState other) {
        Map.copyOf(other.buckets).forEach(this::add);
    }

    public void subtract(ScoreState other) {
        Map.copyOf(other.buckets).forEach((key, bucket) -> add(key, bucket.negated()));
    }

    /// The buckets that are not all zero, in no order.
    public Map<Key, Bucket> buckets() {
        return Collections.unmodifiableMap(buckets);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScoreState state && buckets.equals(state.buckets);
    }

    @Override
    public int hashCode() {
        return buckets.hashCode();
    }

    @Override
    public String toString() {
        return "ScoreState" + buckets;
    }
}
