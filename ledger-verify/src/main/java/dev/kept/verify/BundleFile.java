package dev.kept.verify;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A bundle on disk: its chunks one after the other, and any leaf hash by its position.
///
/// Every `L` chunk but the last is full, so a leaf's place in the file is arithmetic; they are read through a mapping,
/// so that the heap holds none of them.
final class BundleFile implements AutoCloseable {
    private static final int MAGIC = BundleChunks.FIRST_LINE.length();

    private final FileChannel channel;
    private final long length;
    private long at;
    private long leavesAt = -1;
    private long leaves;
    private final Arena arena = Arena.ofConfined();
    private @Nullable MemorySegment mapped;
    private long mappedLeaves;

    private BundleFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    /// @param offset where the chunk begins in the file
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Chunk(char type, long offset, byte[] content) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        long end() {
            return offset + BundleChunks.HEADER_BYTES + content.length;
        }
    }

    static BundleFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        BundleFile bundle = new BundleFile(channel);
        try {
            bundle.rewind();
            return bundle;
        } catch (MalformedException | IOException failure) {
            channel.close();
            throw failure;
        }
    }

    void rewind() throws IOException {
        if (length < MAGIC
                || !new String(read(0, MAGIC), StandardCharsets.ISO_8859_1).equals(BundleChunks.FIRST_LINE)) {
            throw new MalformedException("not a bundle: the first line is not " + BundleHead.FORMAT);
        }
        at = MAGIC;
    }

    /// The next chunk; empty at the end of the file.
    Optional<Chunk> next() throws IOException {
        if (at == length) {
            return Optional.empty();
        }
        if (length - at < BundleChunks.HEADER_BYTES) {
            throw cutOff();
        }
        ByteBuffer header = ByteBuffer.wrap(read(at, BundleChunks.HEADER_BYTES));
        char type = (char) (header.get() & 0xff);
        int size = header.getInt();
        BundleChunks.rank(type);
        if (size < 0 || size > BundleChunks.MAX_BYTES) {
            throw new MalformedException("a chunk has at most " + BundleChunks.MAX_BYTES + " bytes, the one at byte "
                    + at + " says " + size);
        }
        if (length - at - BundleChunks.HEADER_BYTES < size) {
            throw cutOff();
        }
        Chunk chunk = new Chunk(type, at, read(at + BundleChunks.HEADER_BYTES, size));
        at = chunk.end();
        if (type == 'L') {
            noteLeaves(chunk);
        }
        return Optional.of(chunk);
    }

    private MalformedException cutOff() {
        return new MalformedException("the bundle is cut off at byte " + at + " of " + length);
    }

    private void noteLeaves(Chunk chunk) {
        if (leavesAt < 0) {
            leavesAt = chunk.offset();
        }
        long chunkIndex = (chunk.offset() - leavesAt) / (BundleChunks.HEADER_BYTES + BundleChunks.CHUNK_BYTES);
        int count = chunk.content().length / Hash.BYTES;
        if (chunk.content().length % Hash.BYTES != 0
                || chunk.offset() != chunkOffset(chunkIndex)
                || count > BundleChunks.LEAVES
                || count == 0) {
            throw new MalformedException("the chunks of leaf hashes before byte " + chunk.offset() + " are not full");
        }
        leaves = Math.max(leaves, chunkIndex * BundleChunks.LEAVES + count);
    }

    private long chunkOffset(long chunkIndex) {
        return leavesAt + chunkIndex * (BundleChunks.HEADER_BYTES + BundleChunks.CHUNK_BYTES);
    }

    /// Leaf hashes that were read so far.
    long leaves() {
        return leaves;
    }

    /// The leaf hash at a position; null beyond those read.
    @Nullable Hash leaf(long position) throws IOException {
        if (position < 0 || position >= leaves) {
            return null;
        }
        MemorySegment segment = mapped;
        if (segment == null || mappedLeaves < leaves) {
            long end = chunkOffset((leaves - 1) / BundleChunks.LEAVES)
                    + BundleChunks.HEADER_BYTES
                    + ((leaves - 1) % BundleChunks.LEAVES + 1) * Hash.BYTES;
            segment = channel.map(FileChannel.MapMode.READ_ONLY, leavesAt, end - leavesAt, arena);
            mapped = segment;
            mappedLeaves = leaves;
        }
        long offset = chunkOffset(position / BundleChunks.LEAVES)
                - leavesAt
                + BundleChunks.HEADER_BYTES
                + position % BundleChunks.LEAVES * Hash.BYTES;
        byte[] hash = new byte[Hash.BYTES];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, hash, 0, Hash.BYTES);
        return Hash.of(hash);
    }

    private byte[] read(long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        long position = from;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, position);
            if (read < 0) {
                throw new MalformedException("the bundle is cut off at byte " + position);
            }
            position += read;
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }
}
