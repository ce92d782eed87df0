package dev.kept.domain.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The leaf's input: one fact as the log vouches for it, 12 ASCII lines that can never change once released.
///
/// ```
/// commitment-ledger/entry/v1 origin                        the log's name position                      in the log,
/// dense from 0 commitment/<encoded id>       the stream version                       in the stream, dense from 0
/// previous                      leaf hash of the stream's previous entry (base64), - for the first fact id
/// Type#revision acceptance time               UTC with microseconds, always six digits payload commitment
/// base64 metadata commitment           base64 dek:<key commitment> or -     base64
/// ```
///
/// Every line ends with LF, so `(printf '\0'; cat entry) | sha256sum` is the leaf hash. Payload and metadata
/// appear only as salted commitments over their stored bytes: nothing can be guessed from a leaf, and no JSON
/// is ever re-serialised.
///
/// @param stream the stream's line as it stands in the entry, see [#streamOf(String)]
/// @param previous leaf hash of the stream's previous entry; null for version 0 and only there
/// @param acceptedAt when the ledger accepted the fact; no finer than a microsecond, years 0000 to 9999
/// @param dek commitment to the key that encrypts personal text in the payload; null if there is none
public record Entry(
        String origin,
        long position,
        String stream,
        long version,
        @Nullable Hash previous,
        String factId,
        String type,
        int revision,
        Instant acceptedAt,
        Hash payload,
        Hash meta,
        @Nullable Hash dek) {
    /// Bytes of a salt.
    public static final int SALT_BYTES = 32;

    /// An entry is shorter than this, since its length travels in two bytes.
    public static final int MAX_BYTES = 65_536;

    private static final byte[] PAYLOAD_PREFIX = ascii("commitment-ledger/payload/v1\n");
    private static final byte[] META_PREFIX = ascii("commitment-ledger/meta/v1\n");
    private static final byte[] DEK_PREFIX = ascii("commitment-ledger/dek/v1\n");

    public Entry {
        EntryText.checkOrigin(origin);
        EntryText.checkNotNegative("position", position);
        EntryText.checkStream(stream);
        EntryText.checkNotNegative("version", version);
        if ((version == 0) != (previous == null)) {
            throw new MalformedException("previous: "
                    + (previous == null
                            ? "version " + version + " needs the leaf hash before it"
                            : "version 0 has none"));
        }
        EntryText.checkPrintable("fact id", factId);
        EntryText.checkType(type);
        if (revision < 1) {
            throw new MalformedException("revision: must be 1 or more, is " + revision);
        }
        EntryText.checkTime(acceptedAt);
        EntryText.checkLength(origin, stream, factId, type);
    }

    /// The stream of a commitment: `commitment/` and the id, percent-encoded so that any id fits on an ASCII
    /// line.
    public static String streamOf(String commitmentId) {
        return EntryText.STREAM_PREFIX + PercentEncoding.encode(commitmentId);
    }

    /// The commitment's id that a stream stands for; only the spelling that [#streamOf(String)] makes is
    /// accepted.
    public static String commitmentOf(String stream) {
        EntryText.checkStream(stream);
        return PercentEncoding.decode(stream.substring(EntryText.STREAM_PREFIX.length()));
    }

    /// Binds the stored payload bytes without revealing them.
    public static Hash payloadCommitment(byte[] salt, byte[] storedBytes) {
        return commitment(PAYLOAD_PREFIX, salt, storedBytes);
    }

    /// Binds the stored metadata bytes without revealing them.
    public static Hash metaCommitment(byte[] salt, byte[] storedBytes) {
        return commitment(META_PREFIX, salt, storedBytes);
    }

    /// Binds the data-encryption key, since AES-GCM alone lets one ciphertext open under two keys.
    public static Hash dekCommitment(byte[] key) {
        return Hash.plain(DEK_PREFIX, key);
    }

    /// Reads an entry back; anything but the one spelling that [#bytes()] makes is refused.
    public static Entry parse(byte[] bytes) {
        return EntryText.read(bytes);
    }

    /// The 12 lines.
    public byte[] bytes() {
        return EntryText.write(this);
    }

    /// The entry's hash in the tree: SHA-256(00 ‖ bytes).
    public Hash leafHash() {
        return Hash.leaf(bytes());
    }

    private static Hash commitment(byte[] prefix, byte[] salt, byte[] storedBytes) {
        if (salt.length != SALT_BYTES) {
            throw new MalformedException("a salt has " + SALT_BYTES + " bytes, not " + salt.length);
        }
        return Hash.plain(prefix, salt, storedBytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
