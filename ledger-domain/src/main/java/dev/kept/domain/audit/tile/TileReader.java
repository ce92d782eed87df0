package dev.kept.domain.audit.tile;

/// Gives a tile's bytes: from files, over HTTP, out of a map.
@FunctionalInterface
public interface TileReader {
    /// The bytes of the tile; for a partial tile also those of a wider one at the same place, since logs may
    /// drop partial tiles once the full one exists. Throws if there is neither.
    byte[] read(Tile tile);
}
