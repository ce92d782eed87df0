package dev.kept.domain.audit.tile;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import java.util.List;

/// The hashes of one tile, read from and written to its bytes.
record HashTile(List<Hash> hashes) {

    /// Reads as many hashes as the place says; the bytes may be those of a wider tile.
    static HashTile read(Tile tile, byte[] bytes) {
        if (bytes.length % Hash.BYTES != 0
                || bytes.length < tile.width() * Hash.BYTES
                || bytes.length > Tile.FULL * Hash.BYTES) {
            throw new MalformedException(tile + " has " + tile.width() + " hashes, " + tile.width() * Hash.BYTES
                    + " bytes, not " + bytes.length);
        }
        Hash[] hashes = new Hash[tile.width()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = Hash.of(bytes, i * Hash.BYTES);
        }
        return new HashTile(List.of(hashes));
    }

    byte[] bytes() {
        byte[] bytes = new byte[hashes.size() * Hash.BYTES];
        for (int i = 0; i < hashes.size(); i++) {
            hashes.get(i).copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    /// The hash over `count` neighbours from `from` on; the count is a power of two.
    Hash perfect(int from, int count) {
        if (count == 1) {
            return hashes.get(from);
        }
        int half = count / 2;
        return Hash.node(perfect(from, half), perfect(from + half, half));
    }
}
