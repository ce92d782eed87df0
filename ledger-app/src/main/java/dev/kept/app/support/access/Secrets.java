package dev.kept.app.support.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Unguessable texts of 256 bits, and the hashes that are kept of them.
public final class Secrets {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    public static String fresh() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return base64(random);
    }

    public static byte[] hash(String secret) {
        return sha256(secret.getBytes(StandardCharsets.UTF_8));
    }

    /// A second secret that follows from the first one, which it does not betray.
    public static String derived(String purpose, String secret) {
        return base64(hash(purpose + "\n" + secret));
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
