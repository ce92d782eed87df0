package dev.kept.app.support;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The id of a line that names none: the first 32 hexadecimal digits of the SHA-256 of its bytes.
public final class LineHash {
    private static final int BYTES = 16;

    private LineHash() {}

    public static String of(byte[] line) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(line);
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
