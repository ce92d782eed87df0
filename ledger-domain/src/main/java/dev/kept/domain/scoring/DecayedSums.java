package dev.kept.domain.scoring;

import static java.math.BigInteger.ZERO;

import dev.kept.domain.scoring.Entry.WeightClass;
import dev.kept.domain.scoring.ScoreState.Bucket;
import dev.kept.domain.scoring.Totals.ClassTotals;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Sums over day buckets under one half-life, kept exact while buckets change.
///
/// The landmark is the earliest block seen; an earlier one shifts every sum left, which loses nothing.
final class DecayedSums {
    private static final int WEIGHT = 0;
    private static final int CREDIT = 1;
    private static final int PROVEN = 2;
    private static final int VARIANCE = 3;
    private static final int N = 4;
    private static final int EARLY = 5;
    private static final int EXT = 6;
    private static final int SUMS = 7;

    private final Decay decay;
    private final Map<WeightClass, BigInteger[]> sums = new EnumMap<>(WeightClass.class);
    private int landmark;
    /// Nothing is summed yet: the first day decides the landmark.
    private boolean unused;

    DecayedSums(Decay decay, int firstDay) {
        this.decay = decay;
        landmark = decay.block(firstDay);
        for (WeightClass weightClass : WeightClass.values()) {
            BigInteger[] zeros = new BigInteger[SUMS];
            Arrays.fill(zeros, ZERO);
            sums.put(weightClass, zeros);
        }
    }

    /// Adds a change of the bucket of one class and day.
    ///
    /// @param variance by how much `10^6·Q + rho·(W² - Q)` of that bucket changes; it is not additive
    void add(WeightClass weightClass, int day, Bucket change, BigInteger variance) {
        BigInteger g = weight(day);
        BigInteger[] of = of(weightClass);
        add(of, WEIGHT, change.w(), g);
        add(of, CREDIT, change.wc(), g);
        add(of, PROVEN, change.wp(), g);
        of[VARIANCE] = of[VARIANCE].add(variance.multiply(g).multiply(g));
        add(of, N, change.n(), g);
        add(of, EARLY, change.early(), g);
        add(of, EXT, change.ext(), g);
    }

    /// The weight of a day against the landmark, which moves back if the day lies before it.
    BigInteger weight(int day) {
        int block = decay.block(day);
        if (unused) {
            landmark = block;
            unused = false;
        } else if (block < landmark) {
            int shift = landmark - block;
            for (BigInteger[] of : sums.values()) {
                for (int i = 0; i < SUMS; i++) {
                    of[i] = of[i].shiftLeft(i == VARIANCE ? Math.multiplyExact(2, shift) : shift);
                }
            }
            landmark = block;
        }
        return decay.weight(day, landmark);
    }

    int landmark() {
        return landmark;
    }

    /// Writes the sums against the latest landmark that loses nothing, so that equal sums are equal bytes, whatever
    /// days have come and gone.
    void writeTo(SumBytes.Out out) {
        int spare = spareBits();
        out.number(spare == Integer.MAX_VALUE ? 0 : landmark + spare);
        for (WeightClass weightClass : WeightClass.values()) {
            BigInteger[] of = of(weightClass);
            for (int i = 0; i < SUMS; i++) {
                out.big(of[i].shiftRight(of[i].signum() == 0 ? 0 : i == VARIANCE ? 2 * spare : spare));
            }
        }
    }

    /// The sums that [#writeTo] wrote.
    static DecayedSums read(Decay decay, SumBytes.In in) {
        DecayedSums sums = new DecayedSums(decay, 0);
        sums.landmark = Math.toIntExact(in.number());
        boolean empty = true;
        for (WeightClass weightClass : WeightClass.values()) {
            BigInteger[] of = sums.of(weightClass);
            for (int i = 0; i < SUMS; i++) {
                of[i] = in.big();
                empty &= of[i].signum() == 0;
            }
        }
        sums.unused = empty;
        return sums;
    }

    /// By how many blocks the landmark could be later.
    private int spareBits() {
        int spare = Integer.MAX_VALUE;
        for (BigInteger[] of : sums.values()) {
            for (int i = 0; i < SUMS; i++) {
                if (of[i].signum() != 0) {
                    int zeros = of[i].getLowestSetBit();
                    spare = Math.min(spare, i == VARIANCE ? zeros / 2 : zeros);
                }
            }
        }
        return spare;
    }

    ClassTotals totals(WeightClass weightClass) {
        BigInteger[] of = of(weightClass);
        return new ClassTotals(of[WEIGHT], of[CREDIT], of[PROVEN], of[VARIANCE], of[N], of[EARLY], of[EXT]);
    }

    private BigInteger[] of(WeightClass weightClass) {
        BigInteger[] of = sums.get(weightClass);
        if (of == null) {
            throw new IllegalStateException("expected sums of every class, none of " + weightClass);
        }
        return of;
    }

    private static void add(BigInteger[] of, int sum, long change, BigInteger g) {
        if (change != 0) {
            of[sum] = of[sum].add(BigInteger.valueOf(change).multiply(g));
        }
    }
}
