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

/// The key-encryption key: what lies in the database of a person's key is of no use without it.
///
/// A wrapped key is nonce, AES-256-GCM ciphertext and tag. Log and subject are authenticated with it, so that a
/// row cannot be given to somebody else.
final class KeyWrap {
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    KeyWrap(byte[] key) {
        if (key.length != PersonalText.KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a key-encryption key has " + PersonalText.KEY_BYTES + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] wrap(byte[] dataKey, String log, String subject, RandomGenerator random) {
        byte[] nonce = new byte[PersonalText.NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, log, subject).doFinal(dataKey);
            byte[] wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the key of " + subject + " cannot be wrapped", failure);
        }
    }

    /// Empty if it was wrapped under another key, or for somebody else.
    Optional<byte[]> unwrap(byte[] wrapped, String log, String subject) {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, PersonalText.NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, log, subject)
                    .doFinal(wrapped, nonce.length, wrapped.length - nonce.length));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String log, String subject) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("commitment-ledger/kek/v1\n" + log + "\n" + subject).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
