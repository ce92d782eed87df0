package dev.kept.domain.audit;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent-encoding with exactly one spelling for a text: the unreserved characters of RFC 3986 stand for
/// themselves, every other byte of the UTF-8 is `%` and two upper-case hexadecimal digits.
final class PercentEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    static String encode(String text) {
        if (text.isEmpty()) {
            throw new MalformedException("id: empty");
        }
        if (isUnreserved(text)) {
            return text;
        }
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException _) {
            throw new MalformedException("id: holds half a character (a lone surrogate)");
        }
        StringBuilder out = new StringBuilder(3 * utf8.remaining());
        while (utf8.hasRemaining()) {
            int b = utf8.get() & 0xff;
            if (isUnreserved((char) b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 0xf));
            }
        }
        return out.toString();
    }

    static String decode(String encoded) {
        ByteBuffer utf8 = ByteBuffer.allocate(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                utf8.put((byte) escaped(encoded, i));
                i += 2;
            } else {
                utf8.put((byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8.flip()).toString();
        } catch (CharacterCodingException _) {
            throw new MalformedException("stream: not the encoding of UTF-8: " + encoded);
        }
    }

    /// Refuses what [#encode(String)] cannot have made of any text. Most ids have no escape and cost one pass.
    static void checkCanonical(String stream, int from) {
        if (stream.length() == from) {
            throw new MalformedException("stream: the id is missing: " + stream);
        }
        boolean escapes = false;
        for (int i = from; i < stream.length(); i++) {
            char c = stream.charAt(i);
            if (c == '%') {
                escapes = true;
                if (isUnreserved((char) escaped(stream, i))) {
                    throw new MalformedException("stream: needless escape at " + i + ": " + stream);
                }
                i += 2;
            } else if (!isUnreserved(c)) {
                throw new MalformedException("stream: " + c + " at " + i + " must be percent-encoded: " + stream);
            }
        }
        if (escapes) {
            decode(stream.substring(from));
        }
    }

    private static int escaped(String text, int at) {
        int high = at + 1 < text.length() ? HEX.indexOf(text.charAt(at + 1)) : -1;
        int low = at + 2 < text.length() ? HEX.indexOf(text.charAt(at + 2)) : -1;
        if (high < 0 || low < 0) {
            throw new MalformedException(
                    "stream: % at " + at + " needs two upper-case hexadecimal digits after it: " + text);
        }
        return high * 16 + low;
    }

    private static boolean isUnreserved(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
