package dev.kept.domain.audit.note;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;

/// The state of a log in three lines: its name, how many entries it has, and the root over all of them.
public record Checkpoint(String origin, long size, Hash root) {

    public Checkpoint {
        KeyText.checkName(origin);
        if (size < 0) {
            throw new MalformedException("a log's size is not negative: " + size);
        }
        if (size == 0 && !root.equals(Hash.EMPTY_ROOT)) {
            throw new MalformedException("the root of 0 entries is " + Hash.EMPTY_ROOT + ", not " + root);
        }
    }

    /// Reads a note's text; extension lines are refused, since nobody could audit them.
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            throw new MalformedException(
                    "a checkpoint has the three lines origin, size and root, each ended by a newline, this has "
                            + (lines.length - 1));
        }
        return new Checkpoint(lines[0], Decimal.parse("the size", lines[1]), Hash.fromBase64(lines[2]));
    }

    /// The three lines that are signed.
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
