package dev.kept.domain.audit.tile;

import dev.kept.domain.audit.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The place of one tile: up to 256 neighbouring hashes of one level, or the entries behind 256 leaves.
///
/// At level 0 the hashes are the leaves'; each hash at level l+1 stands for one full tile at level l. A full
/// tile never changes. At the right edge of a tree stand partial tiles, one at most on each level, named with
/// their width.
///
/// @param level 0 to 63 for hashes, [#ENTRIES] for entries
/// @param width hashes or entries in it, 1 to 256
public record Tile(int level, long index, int width) {
    /// Hashes in a full tile.
    public static final int FULL = 256;

    /// Stands in the place of the level where the tile holds entries: a bundle.
    public static final int ENTRIES = -1;

    static final int HEIGHT = 8;

    private static final int MAX_LEVEL = 63;
    private static final long MAX_INDEX = Long.MAX_VALUE / FULL;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > MAX_LEVEL) {
            throw new MalformedException("a tile's level is 0 to " + MAX_LEVEL + ", not " + level);
        }
        if (index < 0 || index > MAX_INDEX) {
            throw new MalformedException("a tile's index is 0 to " + MAX_INDEX + ", not " + index);
        }
        if (width < 1 || width > FULL) {
            throw new MalformedException("a tile's width is 1 to " + FULL + ", not " + width);
        }
    }

    /// Reads a path such as `tile/0/x001/067.p/112`; only the spelling that [#path()] makes is accepted.
    public static Tile parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (parts.matches()) {
            int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
            long index = Long.parseLong(parts.group(2).replaceAll("[x/]", ""));
            int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
            if (level <= MAX_LEVEL && width <= FULL) {
                Tile tile = new Tile(level, index, width);
                if (tile.path().equals(path)) {
                    return tile;
                }
            }
        }
        throw new MalformedException("not the path of a tile, such as tile/0/x001/067.p/112: " + path);
    }

    /// The hash tiles that a tree of `to` leaves has and one of `from` did not, lower levels first: what a log
    /// writes before it signs the larger tree.
    public static List<Tile> added(long from, long to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a log does not grow from " + from + " to " + to);
        }
        List<Tile> tiles = new ArrayList<>();
        for (int level = 0; hashes(level, to) > 0; level++) {
            long before = hashes(level, from);
            long after = hashes(level, to);
            for (long start = before - before % FULL; start < after && before < after; start += FULL) {
                tiles.add(new Tile(level, start / FULL, (int) Math.min(FULL, after - start)));
            }
        }
        return tiles;
    }

    /// The hashes that a tree of `size` leaves has on a level of tiles.
    static long hashes(int level, long size) {
        int shift = HEIGHT * level;
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    /// Whether the tile is full and so will never change.
    public boolean isFull() {
        return width == FULL;
    }

    /// The bundle of the entries behind the leaves of this tile of level 0.
    public Tile entries() {
        if (level != 0) {
            throw new IllegalStateException("entries stand behind tiles of level 0, not behind " + path());
        }
        return new Tile(ENTRIES, index, width);
    }

    /// The tile's path below the log's root, with slashes.
    public String path() {
        StringBuilder out = new StringBuilder(32).append("tile/");
        if (level == ENTRIES) {
            out.append("entries");
        } else {
            out.append(level);
        }
        String digits = Long.toString(index);
        digits = "0".repeat((3 - digits.length() % 3) % 3) + digits;
        for (int i = 0; i < digits.length(); i += 3) {
            boolean last = i + 3 == digits.length();
            out.append(last ? "/" : "/x").append(digits, i, i + 3);
        }
        if (!isFull()) {
            out.append(".p/").append(width);
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return path();
    }
}
