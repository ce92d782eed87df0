package dev.kept.domain.scoring;

import java.math.BigInteger;
import java.util.function.LongUnaryOperator;

/// Violations of the rule against floating point, one in each class, for [NoFloatingPointTest] to find.
final class PlantedFloatingPoint {
    private PlantedFloatingPoint() {}

    static final class Field {
        double points;
    }

    static final class Parameter {
        native long rounded(long[] sums, String name, float points);
    }

    static final class Local {
        long half(int points) {
            double half = points;
            return (long) half;
        }
    }

    static final class Division {
        long rounded(BigInteger num, BigInteger den) {
            return (long) (num.longValue() / (double) den.longValue());
        }
    }

    static final class Call {
        boolean large(BigInteger num) {
            return Math.round(num.doubleValue()) > 1;
        }
    }

    static final class Literal {
        Object share() {
            return 0.8;
        }
    }

    static final class FloatLiteral {
        java.util.Map<String, String> sized() {
            return new java.util.HashMap<>(16, 0.5f);
        }
    }

    static final class Boxed {
        Double points;
    }

    static final class Lambda {
        LongUnaryOperator root() {
            return points -> (long) Math.sqrt(points);
        }
    }

    static final class Array {
        double[][] points;
    }
}
