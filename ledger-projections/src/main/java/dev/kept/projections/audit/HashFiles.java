package dev.kept.projections.audit;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.tile.Tile;
import dev.kept.domain.audit.tile.TileGrowth;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.files.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The hash tiles of a log, each level of them one file: its hashes one after the other.
///
/// A tile is a slice of its level's file, so any tile of any width is there without a file of its own, and growth is an
/// append and one flush a level. What stands beyond a checkpoint's size was not vouched for and is written again.
final class HashFiles implements AutoCloseable {
    private final Path folder;
    private final Map<Integer, FileChannel> levels = new HashMap<>();

    HashFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    /// Adds leaves to the tree of `from` leaves and makes all levels durable.
    void append(long from, List<Hash> leaves) throws IOException {
        Set<Integer> written = new HashSet<>();
        for (TileGrowth.Written file : TileGrowth.of(from, leaves, this::read)) {
            Tile tile = file.tile();
            write(tile, file.bytes());
            written.add(tile.level());
        }
        for (int level : written) {
            channel(level).force(true);
        }
    }

    private void write(Tile tile, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        long at = offset(tile);
        FileChannel channel = channel(tile.level());
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /// The bytes of a tile of the hashes that are there.
    byte[] read(Tile tile) {
        ByteBuffer bytes = ByteBuffer.allocate(tile.width() * Hash.BYTES);
        try {
            FileChannel channel = channel(tile.level());
            long at = offset(tile);
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, at);
                if (read < 0) {
                    throw new UncheckedIOException(new IOException(tile + " is not in " + folder));
                }
                at += read;
            }
            return bytes.array();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The right edge of the tree of so many leaves, from the hashes that are there.
    Frontier frontier(long size) {
        TileHashes hashes = new TileHashes(size, this::read);
        List<Hash> peaks = new ArrayList<>();
        long from = 0;
        for (int level = Long.SIZE - 2; level >= 0; level--) {
            if ((size >>> level & 1) == 1) {
                peaks.add(hashes.hash(level, from >>> level));
                from += 1L << level;
            }
        }
        return Frontier.of(size, peaks);
    }

    private static long offset(Tile tile) {
        return tile.index() * Tile.FULL * Hash.BYTES;
    }

    /// A thread that is interrupted while it reads closes the channel under all others: it is then opened again.
    private synchronized FileChannel channel(int level) throws IOException {
        FileChannel open = levels.get(level);
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(
                    folder.resolve(Integer.toString(level)),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            DurableFile.flushFolder(folder);
            levels.put(level, open);
        }
        return open;
    }

    @Override
    public synchronized void close() throws IOException {
        for (FileChannel channel : levels.values()) {
            channel.close();
        }
        levels.clear();
    }
}
