package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The text of a key, `name+id+base64(kind ‖ 32 bytes)`, and the rules for names and ids.
///
/// @param id the first four bytes of SHA-256(name ‖ LF ‖ kind ‖ public key)
/// @param material the public key or the secret seed
record KeyText(String name, int id, VerifierKey.Kind kind, byte[] material) {
    static final int MATERIAL_BYTES = 32;

    static KeyText parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new MalformedException("a key is name+id+base64, this has " + parts.length + " part(s)");
        }
        checkName(parts[0]);
        if (!parts[1].matches("[0-9a-f]{8}")) {
            throw new MalformedException("the id of key " + parts[0] + " is not eight lower-case hexadecimal digits");
        }
        byte[] body = Base64Text.decode("the body of key " + parts[0], parts[2]);
        if (body.length != 1 + MATERIAL_BYTES) {
            throw new MalformedException("key " + parts[0] + " has " + body.length + " bytes, not the kind and "
                    + MATERIAL_BYTES + " bytes of Ed25519");
        }
        return new KeyText(
                parts[0],
                HexFormat.fromHexDigits(parts[1]),
                VerifierKey.Kind.of(body[0]),
                Arrays.copyOfRange(body, 1, body.length));
    }

    String format() {
        byte[] body = ByteBuffer.allocate(1 + material.length)
                .put(kind.code())
                .put(material)
                .array();
        return name + "+" + HexFormat.of().toHexDigits(id) + "+"
                + Base64.getEncoder().encodeToString(body);
    }

    static int id(String name, VerifierKey.Kind kind, byte[] publicKey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(kind.code());
            digest.update(publicKey);
            return ByteBuffer.wrap(digest.digest()).getInt();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256, this one has not", missing);
        }
    }

    static void checkName(String name) {
        if (name.isEmpty()) {
            throw new MalformedException("a key's name is empty");
        }
        boolean clean = name.codePoints()
                .noneMatch(c -> c == '+' || c < 0x20 || Character.isSpaceChar(c) || Character.isWhitespace(c));
        if (!clean || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new MalformedException("a key's name has no space, plus sign or control character: " + name);
        }
    }
}
