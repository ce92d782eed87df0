package dev.kept.app.support;

import dev.kept.domain.audit.Hash;

/// The id of a line that names none: the first 32 hexadecimal digits of the SHA-256 of its bytes.
public final class LineHash {
    private static final int DIGITS = 32;

    private LineHash() {}

    public static String of(byte[] line) {
        return Hash.plain(line).hex().substring(0, DIGITS);
    }
}
