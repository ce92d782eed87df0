package dev.kept.domain.audit.tile;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.tree.HashSource;
import java.util.LinkedHashMap;

/// The hashes of a tree out of its tiles, so that a proof reads a handful of files however long the log is.
///
/// A subtree of 2^(8l+h) leaves is 2^h neighbouring hashes in one tile of level l: one tile and at most 127
/// node hashes for any subtree. A path of a million leaves crosses three levels, so a proof reads at most two
/// tiles on each: the one above the leaf and the one at the right edge. The tiles last read are kept, for one
/// thread; make one for a proof or for a run of proofs in the same tree.
public final class TileHashes implements HashSource {
    private static final int MAX_KEPT_TILES = 64;

    private final long size;
    private final TileReader reader;
    private final LinkedHashMap<Tile, HashTile> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// The hashes of the tree of `size` leaves whose tiles the reader gives.
    public TileHashes(long size, TileReader reader) {
        this.size = size;
        this.reader = reader;
    }

    @Override
    public Hash hash(int level, long index) {
        int tileLevel = level / Tile.HEIGHT;
        int count = 1 << level % Tile.HEIGHT;
        long first = index * count;
        long present = Tile.hashes(tileLevel, size);
        if (level < 0 || index < 0 || first / count != index || first > present - count) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves has no whole subtree " + index + " at level " + level);
        }
        long tileStart = first - first % Tile.FULL;
        Tile tile = new Tile(tileLevel, tileStart / Tile.FULL, (int) Math.min(Tile.FULL, present - tileStart));
        return load(tile).perfect((int) (first - tileStart), count);
    }

    private HashTile load(Tile tile) {
        HashTile found = kept.get(tile);
        if (found == null) {
            found = HashTile.read(tile, reader.read(tile));
            kept.put(tile, found);
            if (kept.size() > MAX_KEPT_TILES) {
                kept.pollFirstEntry();
            }
        }
        return found;
    }
}
