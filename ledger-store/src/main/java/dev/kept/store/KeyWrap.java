package dev.kept.store;

import dev.kept.domain.seal.PersonalText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key-encryption key: what lies in the database of a person's key, or of a webhook's secret, is of no use without
/// it.
///
/// What is wrapped is nonce, AES-256-GCM ciphertext and tag. What it is and whose is authenticated with it, so that a
/// row cannot be given to somebody else.
final class KeyWrap {
    private static final int TAG_BITS = 128;
    private static final String DATA_KEY = "commitment-ledger/kek/v1";
    private static final String WEBHOOK_SECRET = "commitment-ledger/webhook-secret/v1";

    private final SecretKeySpec key;

    KeyWrap(byte[] key) {
        if (key.length != PersonalText.KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a key-encryption key has " + PersonalText.KEY_BYTES + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] wrap(byte[] dataKey, String log, String subject, RandomGenerator random) {
        return wrap(dataKey, random, DATA_KEY, log, subject);
    }

    byte[] wrapSecret(byte[] secret, String tenant, String webhook, RandomGenerator random) {
        return wrap(secret, random, WEBHOOK_SECRET, tenant, webhook);
    }

    private byte[] wrap(byte[] plain, RandomGenerator random, String... of) {
        byte[] nonce = new byte[PersonalText.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, of).doFinal(plain);
            byte[] wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("what is of " + of[of.length - 1] + " cannot be wrapped", failure);
        }
    }

    /// Empty if it was wrapped under another key, or for somebody else.
    Optional<byte[]> unwrap(byte[] wrapped, String log, String subject) {
        return unwrap(wrapped, new String[] {DATA_KEY, log, subject});
    }

    Optional<byte[]> unwrapSecret(byte[] wrapped, String tenant, String webhook) {
        return unwrap(wrapped, new String[] {WEBHOOK_SECRET, tenant, webhook});
    }

    private Optional<byte[]> unwrap(byte[] wrapped, String[] of) {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, PersonalText.NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, of)
                    .doFinal(wrapped, nonce.length, wrapped.length - nonce.length));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String... of) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(String.join("\n", of).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
