package dev.kept.domain.audit.tile;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The entries behind up to 256 leaves in one file: each after its length in two bytes, the higher first.
public final class EntryBundle {
    private EntryBundle() {}

    /// The bundle's bytes.
    public static byte[] write(List<byte[]> entries) {
        checkCount(entries.size());
        byte[] bytes =
                new byte[entries.stream().mapToInt(entry -> 2 + entry.length).sum()];
        int at = 0;
        for (byte[] entry : entries) {
            if (entry.length >= Entry.MAX_BYTES) {
                throw new MalformedException(
                        "an entry in a bundle is shorter than " + Entry.MAX_BYTES + " bytes, not " + entry.length);
            }
            bytes[at++] = (byte) (entry.length >>> 8);
            bytes[at++] = (byte) entry.length;
            System.arraycopy(entry, 0, bytes, at, entry.length);
            at += entry.length;
        }
        return bytes;
    }

    /// The entries of a bundle, in order.
    public static List<byte[]> read(byte[] bytes) {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff : Integer.MAX_VALUE;
            at += 2;
            if (length > bytes.length - at) {
                throw new MalformedException("the bundle is cut off in entry " + entries.size() + " at byte " + at);
            }
            entries.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        checkCount(entries.size());
        return entries;
    }

    private static void checkCount(int count) {
        if (count < 1 || count > Tile.FULL) {
            throw new MalformedException("a bundle has 1 to " + Tile.FULL + " entries, not " + count);
        }
    }
}
