package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import java.util.Base64;

/// Base64 (RFC 4648 section 4) in its one canonical spelling, so that no bit of a file can be flipped
/// unnoticed.
final class Base64Text {
    private Base64Text() {}

    static byte[] decode(String what, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Not base64 at all: the same answer as below.
        }
        throw new MalformedException(what + " is not canonical base64: " + text);
    }
}
