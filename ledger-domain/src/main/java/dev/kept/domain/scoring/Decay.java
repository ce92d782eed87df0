package dev.kept.domain.scoring;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Forward decay in whole numbers: the weight of day d is `table[d mod H] << (d div H - base)`, and a score reads only
/// ratios of such weights.
///
/// `table[j] = floor(2^(bits + j/H))`, that is the largest x with `x^H <= 2^(bits·H + j)`. An H-th root of two with
/// [#FRACTION] binary places, rounded down and up, gives a lower and an upper bound for each entry; they have the same
/// floor unless the power lies within 2^-170 of a whole number, and then the inequality itself decides. So the table is
/// exact for every H, and a half-life of ten years costs milliseconds instead of seconds.
final class Decay {
    static final int MAX_HALF_LIFE_DAYS = 3_660;
    static final int MIN_BITS = 16;
    static final int MAX_BITS = 60;
    private static final int FRACTION = 256;
    private static final int KEPT_TABLES = 64;
    private static final Map<Shape, Decay> TABLES = new ConcurrentHashMap<>();

    private final int halfLife;
    private final long[] table;

    private record Shape(int halfLifeDays, int bits) {}

    private Decay(Shape shape) {
        halfLife = shape.halfLifeDays;
        table = table(shape.halfLifeDays, shape.bits);
    }

    static Decay of(int halfLifeDays, int bits) {
        if (TABLES.size() >= KEPT_TABLES) {
            TABLES.clear();
        }
        return TABLES.computeIfAbsent(new Shape(halfLifeDays, bits), Decay::new);
    }

    /// The block of H days a day lies in: its power of two.
    int block(int day) {
        return Math.floorDiv(day, halfLife);
    }

    /// The weight of a day against the landmark `base`, a block not after the day's.
    BigInteger weight(int day, int base) {
        return BigInteger.valueOf(table[Math.floorMod(day, halfLife)]).shiftLeft(block(day) - base);
    }

    long[] table() {
        return table.clone();
    }

    private static long[] table(int halfLife, int bits) {
        BigInteger down = rootOfTwo(halfLife);
        BigInteger up = down.add(BigInteger.ONE);
        BigInteger lower = BigInteger.ONE.shiftLeft(FRACTION);
        BigInteger upper = lower;
        long[] table = new long[halfLife];
        for (int j = 0; j < halfLife; j++) {
            long least = lower.shiftRight(FRACTION - bits).longValueExact();
            long most = upper.shiftRight(FRACTION - bits).longValueExact();
            table[j] = least == most ? least : decided(least, most, halfLife, bits, j);
            lower = lower.multiply(down).shiftRight(FRACTION);
            upper = upper.multiply(up).shiftRight(FRACTION).add(BigInteger.ONE);
        }
        return table;
    }

    private static long decided(long least, long most, int halfLife, int bits, int j) {
        long x = most;
        while (x > least && !fits(x, halfLife, bits, j)) {
            x--;
        }
        return x;
    }

    /// The inequality that defines the table.
    static boolean fits(long x, int halfLife, int bits, int j) {
        return BigInteger.valueOf(x)
                        .pow(halfLife)
                        .compareTo(BigInteger.ONE.shiftLeft(Math.addExact(Math.multiplyExact(bits, halfLife), j)))
                <= 0;
    }

    /// `floor(2^(1/H) · 2^FRACTION)` by Newton's method from above, where it descends until it has arrived.
    private static BigInteger rootOfTwo(int halfLife) {
        BigInteger radicand = BigInteger.ONE.shiftLeft(FRACTION * halfLife + 1);
        BigInteger degree = BigInteger.valueOf(halfLife);
        BigInteger one = BigInteger.ONE.shiftLeft(FRACTION);
        BigInteger root = one.add(one.divide(degree)).add(BigInteger.ONE);
        while (true) {
            BigInteger next = root.multiply(degree.subtract(BigInteger.ONE))
                    .add(radicand.divide(root.pow(halfLife - 1)))
                    .divide(degree);
            if (next.compareTo(root) >= 0) {
                return root;
            }
            root = next;
        }
    }

    @Override
    public String toString() {
        return "Decay[" + halfLife + " days, " + Arrays.toString(table) + "]";
    }
}
