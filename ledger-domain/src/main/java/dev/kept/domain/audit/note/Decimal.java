package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;

/// Numbers in notes: digits without sign and without leading zeros, up to 2^63-1.
final class Decimal {
    private Decimal() {}

    static long parse(String what, String text) {
        if (text.matches("0|[1-9][0-9]{0,18}")) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException _) {
                // Nineteen digits can be too large: the same answer as below.
            }
        }
        throw new MalformedException(what + " is no number without sign and leading zeros, or too large: " + text);
    }
}
