package dev.kept.domain.seal;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonSlices;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The personal text of one fact, taken out of its stored bytes and encrypted under its person's key.
///
/// What a person could be known by or would not want to be read of them is free text: statement, what was told, remedy,
/// claim, reason, the attributes and members that a source adds, the evidence's reference. The fingerprint goes with
/// it, because a hash of short text can be guessed. Identifiers, times, amounts and types stay in the clear: outcome
/// and score need no more.
///
/// A sealed fact is the second revision of its type. Its content lacks the personal members; three members of its
/// metadata stand for them:
///
/// | member | holds |
/// |---|---|
/// | `dek` | commitment to the key, the entry's `dek:` line |
/// | `sealed` | base64 of nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes) |
/// | `sealedOf` | names of what is inside: of the content plain, of its `with` with `with.`, of the metadata with `@` |
///
/// The plaintext is the length of a JSON object in four bytes, that object with the metadata's members, and a JSON
/// object with the content's. The fact's id is authenticated with it, so that a box cannot be moved to another fact.
public final class PersonalText {
    /// What is added to the revision of a type whose facts are sealed.
    public static final int REVISIONS = 1;

    /// Stands where text was.
    public static final String ERASED = "[erased]";

    /// Bytes of a person's key.
    public static final int KEY_BYTES = 32;

    /// Bytes of a nonce; it stands before the ciphertext.
    public static final int NONCE_BYTES = 12;

    /// Looking the algorithm up takes three times as long as opening a fact.
    private static final ThreadLocal<Cipher> OPENERS = ThreadLocal.withInitial(PersonalText::newCipher);

    private static final ThreadLocal<Cipher> SEALERS = ThreadLocal.withInitial(PersonalText::newCipher);

    private static final String DEK = "dek";
    private static final String SEALED = "sealed";
    private static final String SEALED_OF = "sealedOf";
    private static final String WITH = Split.WITH;
    private static final char OF_META = '@';

    /// How a member begins that may be in both halves.
    private static final Set<String> NESTED = Set.of("\"with\":{", "\"attributes\":{", "\"extra\":{");

    private static final List<String> META = List.of("evidenceRef", "fingerprint");
    private static final byte[] CONTEXT = "commitment-ledger/sealed/v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TAG_BITS = 128;
    /// Of a fingerprint and a short reference.
    private static final int META_BYTES = 160;

    private PersonalText() {}

    /// Content and metadata, sealed or open.
    public record Bytes(byte[] payload, Map<String, String> meta) {}

    public static boolean isSealed(Map<String, String> meta) {
        return meta.containsKey(SEALED);
    }

    /// @param key of the person, 32 bytes
    /// @param nonce 12 bytes that this key has never seen before
    public static Bytes seal(Bytes open, String factId, byte[] key, byte[] nonce) {
        return seal(open, factId, key, Entry.dekCommitment(key), nonce);
    }

    /// @param dek the commitment to the key
    public static Bytes seal(Bytes open, String factId, byte[] key, Hash dek, byte[] nonce) {
        Split content = Split.of(JsonSlices.of(open.payload)
                .orElseThrow(() -> new IllegalArgumentException("the content of fact " + factId + " is no object")));
        Map<String, String> meta = new HashMap<>(open.meta);
        JsonWriter metaInside = new JsonWriter(META_BYTES).beginObject();
        for (String name : META) {
            String value = meta.remove(name);
            if (value != null) {
                metaInside.member(name, value);
                content.names().add(OF_META + name);
            }
        }
        byte[] box = box(metaInside.endObject().toBytes(), content.inside().object(), factId, key, nonce);
        meta.put(DEK, dek.base64());
        meta.put(SEALED_OF, content.names().toString());
        meta.put(SEALED, Base64.getEncoder().encodeToString(box));
        return new Bytes(
                content.inside().isEmpty() ? open.payload : content.outside().object(), meta);
    }

    /// The fact as it was before it was sealed; with [#ERASED] where text was, if the key is gone.
    ///
    /// @param key null if it was destroyed, or is not at hand
    /// @throws IllegalStateException if it was sealed under another key, or the box was changed
    public static Bytes open(Bytes sealed, String factId, byte @Nullable [] key) {
        String box = sealed.meta.get(SEALED);
        if (box == null) {
            return sealed;
        }
        Map<String, String> meta = new TreeMap<>(sealed.meta);
        meta.remove(SEALED);
        String names = meta.remove(SEALED_OF);
        if (key == null) {
            return erased(sealed.payload, meta, names == null ? "" : names);
        }
        ByteBuffer plain = ByteBuffer.wrap(decrypt(Base64.getDecoder().decode(box), factId, key));
        byte[] ofMeta = new byte[plain.getInt()];
        plain.get(ofMeta);
        byte[] ofContent = new byte[plain.remaining()];
        plain.get(ofContent);
        object(ofMeta, factId).members().forEach((name, value) -> {
            if (value instanceof JsonText(String text)) {
                meta.put(name, text);
            }
        });
        return new Bytes(merged(sealed.payload, ofContent, factId), meta);
    }

    /// Where the statement of a fact is: the key's commitment and the box.
    @SuppressWarnings("ArrayRecordComponent") // stored as given; never compared
    public record SealedBox(Hash dek, byte[] box) {}

    /// The box that a statement is in; empty if there is none in it, or nothing is sealed.
    public static Optional<SealedBox> sealedStatement(Map<String, String> meta) {
        String box = meta.get(SEALED);
        String dek = meta.get(DEK);
        String names = meta.get(SEALED_OF);
        if (box == null || dek == null || names == null || !names.contains("statement")) {
            return Optional.empty();
        }
        return Optional.of(
                new SealedBox(Hash.fromBase64(dek), Base64.getDecoder().decode(box)));
    }

    /// The one text of a promise that views show: the statement of a fact, opened from its box.
    ///
    /// @param box what `sealed` holds, decoded
    /// @return null if there is none inside
    public static @Nullable String statement(byte[] box, String factId, byte @Nullable [] key) {
        if (key == null) {
            return ERASED;
        }
        ByteBuffer plain = ByteBuffer.wrap(decrypt(box, factId, key));
        plain.position(plain.getInt() + Integer.BYTES);
        byte[] ofContent = new byte[plain.remaining()];
        plain.get(ofContent);
        JsonObject content = object(ofContent, factId);
        JsonValue text =
                content.get(WITH) instanceof JsonObject with ? with.get("statement") : content.get("statement");
        return text instanceof JsonText(String statement) ? statement : null;
    }

    private static byte[] box(byte[] meta, byte[] content, String factId, byte[] key, byte[] nonce) {
        byte[] plain = ByteBuffer.allocate(Integer.BYTES + meta.length + content.length)
                .putInt(meta.length)
                .put(meta)
                .put(content)
                .array();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, factId, key, nonce);
            byte[] box = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, box, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, box, NONCE_BYTES);
            return box;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("fact " + factId + " cannot be sealed", failure);
        }
    }

    private static byte[] decrypt(byte[] box, String factId, byte[] key) {
        try {
            return cipher(Cipher.DECRYPT_MODE, factId, key, box).doFinal(box, NONCE_BYTES, box.length - NONCE_BYTES);
        } catch (AEADBadTagException failure) {
            throw new IllegalStateException(
                    "fact " + factId + " cannot be opened: its key is another one, or its bytes were changed", failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("fact " + factId + " cannot be opened", failure);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has AES-GCM, this one has not", missing);
        }
    }

    private static Cipher cipher(int mode, String factId, byte[] key, byte[] nonce) throws GeneralSecurityException {
        SecretKeySpec secret = new SecretKeySpec(key, "AES");
        GCMParameterSpec parameters = new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES);
        Cipher cipher = mode == Cipher.DECRYPT_MODE ? OPENERS.get() : SEALERS.get();
        try {
            cipher.init(mode, secret, parameters);
        } catch (InvalidAlgorithmParameterException _) {
            // The one that sealed last refuses the same key and nonce again: that fact is sealed once more.
            cipher = newCipher();
            cipher.init(mode, secret, parameters);
        }
        cipher.updateAAD(CONTEXT);
        cipher.updateAAD(factId.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static Bytes erased(byte[] payload, Map<String, String> meta, String names) {
        Map<String, JsonValue> content = new LinkedHashMap<>();
        erase(names, content, meta);
        return new Bytes(merged(payload, JsonWriter.bytes(new JsonObject(content)), "erased"), meta);
    }

    /// A sealed fact as whoever has not its key reads it: with [#ERASED] where text was.
    ///
    /// @param content what its stored content says
    /// @param meta its metadata
    public static Closed closed(JsonObject content, Map<String, String> meta) {
        Map<String, JsonValue> members = new LinkedHashMap<>(content.members());
        Map<String, String> texts = new HashMap<>(meta);
        erase(meta.getOrDefault(SEALED_OF, ""), members, texts);
        return new Closed(new JsonObject(members), texts);
    }

    /// Content and metadata to read.
    public record Closed(JsonObject content, Map<String, String> meta) {}

    private static void erase(String names, Map<String, JsonValue> content, Map<String, String> meta) {
        for (int from = 0; from < names.length(); ) {
            int end = names.indexOf(' ', from);
            String name = names.substring(from, end < 0 ? names.length() : end);
            from += name.length() + 1;
            if (name.charAt(0) == OF_META) {
                meta.put(name.substring(1), ERASED);
            } else if (name.startsWith(WITH + ".")) {
                JsonObject with = content.get(WITH) instanceof JsonObject before ? before : new JsonObject(Map.of());
                Map<String, JsonValue> members = new LinkedHashMap<>(with.members());
                members.put(name.substring(WITH.length() + 1), new JsonText(ERASED));
                content.put(WITH, new JsonObject(members));
            } else if (Split.OBJECTS.contains(name)) {
                content.putIfAbsent(name, new JsonObject(Map.of()));
            } else {
                content.put(name, new JsonText(ERASED));
            }
        }
    }

    /// Two JSON objects as one. Only where an object is in both does that need more than putting one text behind the
    /// other.
    private static byte[] merged(byte[] outside, byte[] inside, String factId) {
        if (inside.length <= 2) {
            return outside;
        }
        if (outside.length <= 2) {
            return inside;
        }
        String one = new String(outside, StandardCharsets.ISO_8859_1);
        String other = new String(inside, StandardCharsets.ISO_8859_1);
        if (NESTED.stream().noneMatch(member -> one.contains(member) && other.contains(member))) {
            byte[] both = new byte[outside.length + inside.length - 1];
            System.arraycopy(outside, 0, both, 0, outside.length - 1);
            both[outside.length - 1] = ',';
            System.arraycopy(inside, 1, both, outside.length, inside.length - 1);
            return both;
        }
        Map<String, JsonValue> members =
                new LinkedHashMap<>(object(outside, factId).members());
        object(inside, factId)
                .members()
                .forEach((name, value) -> members.merge(name, value, (before, more) -> {
                    Map<String, JsonValue> with = new LinkedHashMap<>(((JsonObject) before).members());
                    with.putAll(((JsonObject) more).members());
                    return new JsonObject(with);
                }));
        return JsonWriter.bytes(new JsonObject(members));
    }

    private static JsonObject object(byte[] json, String factId) {
        if (JsonReader.readTrusted(json) instanceof JsonObject object) {
            return object;
        }
        throw new IllegalStateException("what is sealed in fact " + factId + " is no object");
    }
}
