package dev.kept.domain.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Spoils bytes the way attackers and broken pipes do: flips, cuts, repeats, and pieces that hurt parsers.
public final class Mutation {
    private static final String[] PIECES = {
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\u0000",
        "\\ud800",
        "\\udfff",
        "null",
        "true",
        "1e999",
        "-",
        "0",
        "\0",
        "\"a\":",
        "\"at\":",
        "\"with\":null,",
        "\"strike\":true,",
        "{}",
        "[]",
        "\u202e",
        "😀",
        " ",
        "\n",
        "99999999999",
        "e5",
        ".",
        "\"type\":\"made\",",
        "\"due\":{},",
        "9999-12-31T23:59:59Z",
        "+999999999-12-31T23:59:59Z"
    };

    private Mutation() {}

    public static byte[] of(byte[] bytes, RandomGenerator random) {
        byte[] mutated = bytes;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            mutated = once(mutated, random);
        }
        return mutated;
    }

    private static byte[] once(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                if (at < flipped.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
            case 1 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at);
            case 2 -> joined(bytes, at, new byte[0], to);
            case 3 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
            case 4 -> Arrays.copyOf(bytes, at);
            default -> joined(bytes, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8), at);
        };
    }

    /// The bytes before `at`, then the piece, then the bytes from `from` on.
    private static byte[] joined(byte[] bytes, int at, byte[] piece, int from) {
        byte[] joined = new byte[at + piece.length + bytes.length - from];
        System.arraycopy(bytes, 0, joined, 0, at);
        System.arraycopy(piece, 0, joined, at, piece.length);
        System.arraycopy(bytes, from, joined, at + piece.length, bytes.length - from);
        return joined;
    }
}
