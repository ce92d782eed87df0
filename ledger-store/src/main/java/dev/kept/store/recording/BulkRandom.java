package dev.kept.store.recording;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Random numbers drawn from a secure source many at once: there a draw costs more than the bytes it brings.
final class BulkRandom implements RandomGenerator {
    private static final int BYTES = 4_096;

    private final SecureRandom source;
    private final ByteBuffer drawn = ByteBuffer.allocate(BYTES).limit(0);

    BulkRandom(SecureRandom source) {
        this.source = source;
    }

    @Override
    public synchronized long nextLong() {
        if (!drawn.hasRemaining()) {
            source.nextBytes(drawn.array());
            drawn.clear();
        }
        return drawn.getLong();
    }
}
