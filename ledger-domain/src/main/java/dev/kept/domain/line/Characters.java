package dev.kept.domain.line;

import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonReader;
import java.nio.charset.StandardCharsets;

/// Which characters may stand in texts and in identifiers.
final class Characters {
    private static final int MAX_IDENTIFIER = 200;
    private static final int MAX_BYTES_A_CHAR = 3;

    private Characters() {}

    /// Line breaks and tabs may stand in a text; other control characters may not.
    static void checkText(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                throw bad(field, text, "a control character (" + code(c) + ")");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw bad(field, text, "half of a character (" + code(c) + ")");
            }
        }
        if (text.length() > JsonReader.MAX_STRING_BYTES / MAX_BYTES_A_CHAR) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > JsonReader.MAX_STRING_BYTES) {
                throw new LineFault(
                        RefusalCode.BAD_FIELD,
                        field,
                        text,
                        field + " has " + bytes + " bytes",
                        "use at most " + JsonReader.MAX_STRING_BYTES
                                + " bytes; put longer text elsewhere and refer to it");
            }
        }
    }

    static void checkIdentifier(String field, String text) {
        if (text.isEmpty() || text.length() > MAX_IDENTIFIER) {
            throw new LineFault(
                    RefusalCode.BAD_FIELD,
                    field,
                    text,
                    field + " has " + text.length() + " characters",
                    "use 1 to " + MAX_IDENTIFIER + " printable characters");
        }
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isPlain(c) && isUnseen(c)) {
                throw bad(field, text, "a character that cannot be seen (" + code(c) + ")");
            }
            i += Character.charCount(c);
        }
        if (isSpace(text.codePointAt(0)) || isSpace(text.codePointBefore(text.length()))) {
            throw bad(field, text, "white space at its beginning or end");
        }
    }

    /// What nearly all characters are: printable ASCII.
    private static boolean isPlain(int c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    /// Also the spaces that do not break a line.
    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static LineFault bad(String field, String text, String what) {
        return new LineFault(
                RefusalCode.BAD_FIELD, field, text, field + " holds " + what, "use printable characters only");
    }

    private static String code(int c) {
        return String.format("U+%04X", c);
    }
}
