package dev.kept.domain.scoring;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/// Whole numbers of any size as bytes: each with its length before it.
final class SumBytes {
    private static final int MAX_LENGTH = 1 << 16;

    private SumBytes() {}

    static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

        void number(long value) {
            big(BigInteger.valueOf(value));
        }

        void big(BigInteger value) {
            byte[] digits = value.signum() == 0 ? new byte[0] : value.toByteArray();
            if (digits.length >= MAX_LENGTH) {
                throw new IllegalStateException("expected a sum below 65536 bytes, got " + digits.length);
            }
            bytes.write(digits.length >>> 8);
            bytes.write(digits.length);
            bytes.writeBytes(digits);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    static final class In {
        private final byte[] bytes;
        private int at;

        In(byte[] bytes) {
            this.bytes = bytes;
        }

        long number() {
            return big().longValueExact();
        }

        BigInteger big() {
            int length = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
            int from = at + 2;
            at = from + length;
            return length == 0 ? BigInteger.ZERO : new BigInteger(bytes, from, length);
        }
    }
}
