package dev.kept.app.cli;

import dev.kept.projections.audit.Bundles;
import dev.kept.verify.BundleChunks;
import dev.kept.verify.BundleHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bundle while it is written: whole chunks, and after a crash the next run goes on behind the last whole one.
final class BundlePart implements AutoCloseable {
    private final FileChannel channel;
    private final BundleHead head;
    private final boolean resumed;
    private long leaves;
    private long facts;
    private Bundles.After after;

    private BundlePart(FileChannel channel, BundleChunks.Begun begun, boolean resumed) {
        this.channel = channel;
        this.head = begun.head();
        this.leaves = begun.leaves();
        this.facts = begun.facts();
        this.after = new Bundles.After(begun.stream(), begun.version());
        this.resumed = resumed;
    }

    /// Opens the part that was begun for the same customer, or begins one.
    static BundlePart open(Path file, @Nullable String customer, Supplier<byte[]> begin) throws IOException {
        Optional<BundleChunks.Begun> before = BundleChunks.begun(file)
                .filter(begun -> begun.leaves() > 0 || begun.facts() > 0)
                .filter(begun -> Objects.equals(begun.head().customer(), customer));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (before.isPresent()) {
            channel.truncate(before.get().end());
            channel.position(before.get().end());
            return new BundlePart(channel, before.get(), true);
        }
        channel.truncate(0);
        write(channel, begin.get());
        channel.force(true);
        return new BundlePart(channel, BundleChunks.begun(file).orElseThrow(), false);
    }

    boolean resumed() {
        return resumed;
    }

    long size() {
        return head.size();
    }

    long leaves() {
        return leaves;
    }

    long facts() {
        return facts;
    }

    Bundles.After after() {
        return after;
    }

    void addLeaves(byte[] chunk) throws IOException {
        write(channel, chunk);
        leaves = Math.min(head.size(), leaves + BundleChunks.LEAVES);
    }

    void addFacts(Bundles.Piece piece) throws IOException {
        write(channel, piece.bytes());
        facts += piece.facts();
        after = piece.last();
    }

    void finish(byte[] end) throws IOException {
        write(channel, end);
        channel.force(true);
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
