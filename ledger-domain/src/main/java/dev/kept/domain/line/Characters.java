package dev.kept.domain.line;

import dev.kept.domain.commitment.RefusalCode;

/// Which characters may stand in texts and in identifiers.
final class Characters {
    private static final int MAX_IDENTIFIER = 200;

    private Characters() {}

    /// Line breaks and tabs may stand in a text; other control characters may not.
    static void checkText(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
                throw bad(field, text, "a control character (" + code(c) + ")");
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
        if (text.isBlank()
                || Character.isWhitespace(text.charAt(0))
                || Character.isWhitespace(text.charAt(text.length() - 1))) {
            throw bad(field, text, "white space at its beginning or end");
        }
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.UNASSIGNED
                    || type == Character.PRIVATE_USE) {
                throw bad(field, text, "a character that cannot be seen (" + code(c) + ")");
            }
        });
    }

    private static LineFault bad(String field, String text, String what) {
        return new LineFault(
                RefusalCode.BAD_FIELD, field, text, field + " holds " + what, "use printable characters only");
    }

    private static String code(int c) {
        return String.format("U+%04X", c);
    }
}
