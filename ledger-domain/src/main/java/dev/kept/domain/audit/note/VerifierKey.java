package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// A public Ed25519 key under a name, as verifiers pin it: `name+id+base64` (a vkey).
public final class VerifierKey {
    /// What stands before the 32 bytes in an X.509 SubjectPublicKeyInfo of Ed25519 (RFC 8410).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final KeyText text;
    private final PublicKey key;

    private VerifierKey(KeyText text) {
        this.text = text;
        this.key = decode(text);
    }

    /// What a key signs: the kind is part of the key's id, so the same key of another kind is another signer.
    public enum Kind {
        /// A log's own signature over the note's text.
        LOG(0x01),
        /// A witness's timestamped signature over a checkpoint it found consistent (cosignature/v1).
        WITNESS(0x04);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /// The byte that stands for the kind in keys.
        byte code() {
            return code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedException(String.format(
                    "a key of kind 01 (log) or 04 (witness) is needed, this is of kind %02x", code & 0xff));
        }
    }

    /// The key with these 32 bytes.
    public static VerifierKey of(String name, Kind kind, byte[] publicKey) {
        KeyText.checkName(name);
        if (publicKey.length != KeyText.MATERIAL_BYTES) {
            throw new MalformedException("an Ed25519 key has 32 bytes, not " + publicKey.length);
        }
        return new VerifierKey(new KeyText(name, KeyText.id(name, kind, publicKey), kind, publicKey.clone()));
    }

    /// Reads a vkey and checks that its id belongs to the name and the key.
    public static VerifierKey parse(String vkey) {
        KeyText text = KeyText.parse(vkey);
        int id = KeyText.id(text.name(), text.kind(), text.material());
        if (id != text.id()) {
            throw new MalformedException(String.format(
                    "the id of key %s is %08x by its name and bytes, but %08x is written", text.name(), id, text.id()));
        }
        return new VerifierKey(text);
    }

    private static PublicKey decode(KeyText text) {
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KeyText.MATERIAL_BYTES);
        System.arraycopy(text.material(), 0, encoded, X509_PREFIX.length, KeyText.MATERIAL_BYTES);
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature.getInstance("Ed25519").initVerify(key);
            return key;
        } catch (GeneralSecurityException refused) {
            throw new MalformedException("the bytes of key " + text.name() + " are no point of Ed25519: " + refused);
        }
    }

    public String name() {
        return text.name();
    }

    /// The four bytes that stand for the key in signatures; no secret and no fingerprint.
    public int id() {
        return text.id();
    }

    public Kind kind() {
        return text.kind();
    }

    /// Whether both are the same public key, whatever their names.
    boolean sharesKeyWith(VerifierKey other) {
        return Arrays.equals(text.material(), other.text.material());
    }

    /// Whether the key made this Ed25519 signature over the message.
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// The vkey.
    public String format() {
        return text.format();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && format().equals(that.format());
    }

    @Override
    public int hashCode() {
        return format().hashCode();
    }

    @Override
    public String toString() {
        return format();
    }
}
