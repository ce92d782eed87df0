package dev.kept.domain.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A SHA-256 value, and the three ways an RFC 6962 tree makes one: the empty tree, a leaf, a node over two
/// others.
///
/// The prefixes 00 and 01 keep a node from being passed off as a leaf.
public final class Hash {
    /// Bytes of a hash.
    public static final int BYTES = 32;

    /// One a thread, used from first to last byte by one call: looking the algorithm up takes longer than hashing.
    private static final ThreadLocal<MessageDigest> DIGESTS = ThreadLocal.withInitial(Hash::newDigest);

    /// The root of the tree without leaves: SHA-256 of nothing.
    public static final Hash EMPTY_ROOT = new Hash(newDigest().digest());

    private static final int BASE64_CHARS = 44;

    /// The characters whose last two bits are zero: the decoder lets others stand for the same 32 bytes.
    private static final String LAST_BEFORE_PADDING = "AEIMQUYcgkosw048";

    private final byte[] value;

    /// Takes the array without copying it: only for arrays that nobody else holds.
    private Hash(byte[] value) {
        this.value = value;
    }

    /// The hash with these 32 bytes, which are copied.
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new MalformedException("a hash has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    /// The hash in the 32 bytes from `offset` on.
    public static Hash of(byte[] bytes, int offset) {
        if (offset < 0 || offset > bytes.length - BYTES) {
            throw new MalformedException("a hash needs " + BYTES + " bytes from " + offset + " on, but there are "
                    + bytes.length + " in all");
        }
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /// Reads the base64 of 32 bytes (44 characters with padding); only the one canonical spelling is accepted.
    public static Hash fromBase64(String text) {
        if (text.length() != BASE64_CHARS) {
            throw new MalformedException(
                    "a hash in base64 has " + BASE64_CHARS + " characters, not " + text.length() + ": " + text);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw new MalformedException("not base64: " + text);
        }
        if (bytes.length != BYTES || LAST_BEFORE_PADDING.indexOf(text.charAt(BASE64_CHARS - 2)) < 0) {
            throw new MalformedException("not the canonical base64 of " + BYTES + " bytes: " + text);
        }
        return new Hash(bytes);
    }

    /// Reads 64 hexadecimal digits.
    public static Hash fromHex(String text) {
        if (text.length() != 2 * BYTES) {
            throw new MalformedException(
                    "a hash in hex has " + 2 * BYTES + " digits, not " + text.length() + ": " + text);
        }
        try {
            return new Hash(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException _) {
            throw new MalformedException("not hexadecimal: " + text);
        }
    }

    /// The hash of a leaf: SHA-256(00 ‖ input).
    public static Hash leaf(byte[] input) {
        MessageDigest digest = DIGESTS.get();
        digest.update((byte) 0);
        digest.update(input);
        return new Hash(digest.digest());
    }

    /// The hash of a node: SHA-256(01 ‖ left ‖ right).
    public static Hash node(Hash left, Hash right) {
        MessageDigest digest = DIGESTS.get();
        digest.update((byte) 1);
        digest.update(left.value);
        digest.update(right.value);
        return new Hash(digest.digest());
    }

    /// SHA-256 of the parts one after the other, without any prefix.
    public static Hash plain(byte[]... parts) {
        MessageDigest digest = DIGESTS.get();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /// A copy of the 32 bytes.
    public byte[] bytes() {
        return value.clone();
    }

    /// Writes the 32 bytes into `target` from `offset` on.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(value, 0, target, offset, BYTES);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    /// Writes the same characters into `target` from `offset` on.
    ///
    /// @return where they end
    int base64To(byte[] target, int offset) {
        byte[] encoded = Base64.getEncoder().encode(value);
        System.arraycopy(encoded, 0, target, offset, encoded.length);
        return offset + encoded.length;
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && MessageDigest.isEqual(value, hash.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return base64();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256, this one has not", missing);
        }
    }
}
