package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// A private Ed25519 key under a name; signs a log's checkpoints or, as a witness, cosigns them.
///
/// The key may live elsewhere: [#of(VerifierKey, PrivateKey)] takes any `PrivateKey`, also one of a hardware
/// token.
public final class SigningKey {
    /// Bytes of the secret that a key is made of (RFC 8032).
    public static final int SEED_BYTES = 32;

    private static final String TEXT_PREFIX = "PRIVATE+KEY+";

    private final VerifierKey verifierKey;
    private final PrivateKey key;

    private SigningKey(VerifierKey verifierKey, PrivateKey key) {
        this.verifierKey = verifierKey;
        this.key = key;
    }

    /// The key whose public half is already known.
    public static SigningKey of(VerifierKey verifierKey, PrivateKey key) {
        SigningKey signer = new SigningKey(verifierKey, key);
        byte[] probe = verifierKey.format().getBytes(StandardCharsets.UTF_8);
        if (!verifierKey.verifies(probe, signer.ed25519(probe))) {
            throw new MalformedException("the private key is not that of " + verifierKey);
        }
        return signer;
    }

    /// The key made of these 32 secret bytes.
    public static SigningKey ofSeed(String name, VerifierKey.Kind kind, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new MalformedException("an Ed25519 seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        try {
            // The generator draws the seed from its source of randomness, and there is no other way to the public key.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(seed));
            var pair = generator.generateKeyPair();
            return of(VerifierKey.of(name, kind, raw(pair.getPublic())), pair.getPrivate());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has Ed25519, this one has not", missing);
        }
    }

    /// Reads the text of a key file, `PRIVATE+KEY+name+id+base64(kind ‖ seed)`, and checks the id.
    ///
    /// Messages never repeat the text, since it is secret.
    public static SigningKey parse(String text) {
        if (!text.startsWith(TEXT_PREFIX)) {
            throw new MalformedException("a private key begins with " + TEXT_PREFIX);
        }
        KeyText parsed;
        try {
            parsed = KeyText.parse(text.substring(TEXT_PREFIX.length()));
        } catch (MalformedException _) {
            throw new MalformedException("a private key is " + TEXT_PREFIX + "name+id+base64(kind and 32 bytes)");
        }
        SigningKey signer = ofSeed(parsed.name(), parsed.kind(), parsed.material());
        if (signer.verifierKey.id() != parsed.id()) {
            throw new MalformedException(String.format(
                    "the id of private key %s is %08x by its name and bytes, but %08x is written",
                    parsed.name(), signer.verifierKey.id(), parsed.id()));
        }
        return signer;
    }

    /// The text of a key file for these 32 secret bytes; to be kept from everybody else.
    public static String format(String name, VerifierKey.Kind kind, byte[] seed) {
        return TEXT_PREFIX
                + new KeyText(name, ofSeed(name, kind, seed).verifierKey.id(), kind, seed).format();
    }

    /// The public half.
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /// Signs a log's checkpoint.
    public SignedNote sign(Checkpoint checkpoint) {
        return signAlso(new SignedNote(checkpoint.text(), List.of()));
    }

    /// Adds this log key's signature to a checkpoint that another key of the same log has signed, for the time
    /// of a rotation.
    public SignedNote signAlso(SignedNote note) {
        require(VerifierKey.Kind.LOG);
        String origin = Checkpoint.parse(note.text()).origin();
        if (!origin.equals(verifierKey.name())) {
            throw new IllegalArgumentException(
                    "the key of " + verifierKey.name() + " does not sign for the log " + origin);
        }
        return note.with(signature(ed25519(note.textBytes())));
    }

    /// Adds a witness's cosignature: that at this time (in whole seconds) no larger consistent tree of the log
    /// was known.
    ///
    /// Whoever calls has checked the log's signature and the growth: nothing here can.
    public SignedNote cosign(SignedNote note, Instant time) {
        require(VerifierKey.Kind.WITNESS);
        Checkpoint.parse(note.text());
        long seconds = time.getEpochSecond();
        if (seconds <= 0) {
            throw new IllegalArgumentException("a cosignature's time is after 1970, not " + time);
        }
        byte[] signature = ed25519(Cosignature.message(note, seconds));
        return note.with(signature(ByteBuffer.allocate(Cosignature.BYTES)
                .putLong(seconds)
                .put(signature)
                .array()));
    }

    private SignedNote.Line signature(byte[] signature) {
        return new SignedNote.Line(verifierKey.name(), verifierKey.id(), signature);
    }

    private void require(VerifierKey.Kind kind) {
        if (verifierKey.kind() != kind) {
            throw new IllegalStateException(
                    verifierKey.name() + " is a key of kind " + verifierKey.kind() + ", needed is " + kind);
        }
    }

    private byte[] ed25519(byte[] message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("the key of " + verifierKey.name() + " did not sign", failed);
        }
    }

    private static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - SEED_BYTES, encoded.length);
    }

    /// Gives known bytes where a generator asks for random ones.
    private static final class GivenBytes extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        GivenBytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            if (target.length != bytes.length) {
                throw new IllegalStateException("asked for " + target.length + " bytes, given are " + bytes.length);
            }
            System.arraycopy(bytes, 0, target, 0, bytes.length);
        }
    }
}
