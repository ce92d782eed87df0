package dev.kept.domain.scoring;

import java.math.BigInteger;

/// An exact fraction in lowest terms.
record Ratio(BigInteger num, BigInteger den) implements Comparable<Ratio> {
    static final Ratio ZERO = of(0);

    Ratio {
        if (den.signum() < 0) {
            num = num.negate();
            den = den.negate();
        }
        BigInteger common = num.gcd(den);
        num = num.divide(common);
        den = den.divide(common);
    }

    static Ratio of(long whole) {
        return new Ratio(BigInteger.valueOf(whole), BigInteger.ONE);
    }

    static Ratio of(long num, long den) {
        return new Ratio(BigInteger.valueOf(num), BigInteger.valueOf(den));
    }

    Ratio plus(Ratio other) {
        return new Ratio(num.multiply(other.den).add(other.num.multiply(den)), den.multiply(other.den));
    }

    Ratio minus(Ratio other) {
        return plus(new Ratio(other.num.negate(), other.den));
    }

    Ratio times(Ratio other) {
        return new Ratio(num.multiply(other.num), den.multiply(other.den));
    }

    Ratio times(long factor) {
        return times(of(factor));
    }

    Ratio by(Ratio other) {
        return new Ratio(num.multiply(other.den), den.multiply(other.num));
    }

    Ratio min(Ratio other) {
        return compareTo(other) <= 0 ? this : other;
    }

    int signum() {
        return num.signum();
    }

    /// The greatest whole number not above this.
    BigInteger floor() {
        BigInteger[] parts = num.divideAndRemainder(den);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /// The nearest whole number, halves upwards.
    long rounded() {
        return plus(of(1, 2)).floor().longValueExact();
    }

    @Override
    public int compareTo(Ratio other) {
        return num.multiply(other.den).compareTo(other.num.multiply(den));
    }
}
