package dev.kept.domain.audit.tile;

import dev.kept.domain.audit.Hash;
import java.util.ArrayList;
import java.util.List;

/// The tiles that a log writes when it grows, with their bytes.
///
/// Each level gets its new hashes from the one below: a tile that becomes full is one hash further up. Of what
/// is already written only the partial tiles at the right edge are read, one at most on each level that
/// changes.
public final class TileGrowth {

    /// A tile to be written.
    @SuppressWarnings("ArrayRecordComponent") // handed straight to a file; never compared
    public record Written(Tile tile, byte[] bytes) {}

    private TileGrowth() {}

    /// The hash tiles that a tree of `from` leaves needs when these leaves are appended, lower levels first.
    ///
    /// @param written gives the partial tiles of the tree of `from` leaves
    public static List<Written> of(long from, List<Hash> leaves, TileReader written) {
        List<Written> result = new ArrayList<>();
        List<Hash> added = leaves;
        for (int level = 0; !added.isEmpty(); level++) {
            added = level(level, Tile.hashes(level, from), added, written, result);
        }
        return result;
    }

    /// Writes one level and returns the hashes it adds to the next.
    private static List<Hash> level(
            int level, long before, List<Hash> added, TileReader written, List<Written> result) {
        List<Hash> above = new ArrayList<>();
        List<Hash> open = new ArrayList<>(Tile.FULL);
        long index = before / Tile.FULL;
        if (before % Tile.FULL > 0) {
            Tile edge = new Tile(level, index, (int) (before % Tile.FULL));
            open.addAll(HashTile.read(edge, written.read(edge)).hashes());
        }
        for (Hash hash : added) {
            open.add(hash);
            if (open.size() == Tile.FULL) {
                HashTile full = new HashTile(List.copyOf(open));
                result.add(new Written(new Tile(level, index++, Tile.FULL), full.bytes()));
                above.add(full.perfect(0, Tile.FULL));
                open.clear();
            }
        }
        if (!open.isEmpty()) {
            result.add(new Written(new Tile(level, index, open.size()), new HashTile(open).bytes()));
        }
        return above;
    }
}
