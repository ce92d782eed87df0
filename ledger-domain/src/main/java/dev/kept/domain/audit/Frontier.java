package dev.kept.domain.audit;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The right edge of an RFC 6962 tree: all that is needed to append a leaf and to know the root.
///
/// A tree of n leaves is a row of perfect subtrees, one for each bit set in n, the largest first. The edge is
/// the roots of that row: at most 63 hashes for any log. Appending merges equal neighbours as adding 1 carries
/// bits, one node hash an append on average; the root folds the row from the right. Immutable: an append that
/// is rolled back costs nothing, the old edge is still there. Reference: RFC 9162 section 2.1.2 (the stack of
/// hashes).
public final class Frontier {
    /// The tree without leaves.
    public static final Frontier EMPTY = new Frontier(0, new Hash[0]);

    private final long size;
    private final Hash[] peaks;

    private Frontier(long size, Hash[] peaks) {
        this.size = size;
        this.peaks = peaks;
    }

    /// The edge of a tree with `size` leaves from the bytes that [#toBytes()] made.
    public static Frontier of(long size, byte[] bytes) {
        checkSize(size);
        int count = Long.bitCount(size);
        if (bytes.length != count * Hash.BYTES) {
            throw new MalformedException("the frontier of " + size + " leaves has " + count + " hashes, "
                    + count * Hash.BYTES + " bytes, not " + bytes.length);
        }
        Hash[] peaks = new Hash[count];
        for (int i = 0; i < count; i++) {
            peaks[i] = Hash.of(bytes, i * Hash.BYTES);
        }
        return new Frontier(size, peaks);
    }

    /// The edge of a tree with `size` leaves from the roots of its perfect subtrees, the largest first.
    public static Frontier of(long size, List<Hash> peaks) {
        checkSize(size);
        if (peaks.size() != Long.bitCount(size)) {
            throw new MalformedException(
                    "the frontier of " + size + " leaves has " + Long.bitCount(size) + " hashes, not " + peaks.size());
        }
        return new Frontier(size, peaks.toArray(Hash[]::new));
    }

    /// This tree with one more leaf.
    public Frontier append(Hash leaf) {
        return appendAll(List.of(leaf));
    }

    /// This tree with these leaves after its own, in their order.
    public Frontier appendAll(Collection<Hash> leaves) {
        Hash[] row = Arrays.copyOf(peaks, Math.min(Long.SIZE, peaks.length + leaves.size()));
        int count = peaks.length;
        long n = size;
        for (Hash leaf : leaves) {
            Hash carried = leaf;
            for (long bits = n; (bits & 1) == 1; bits >>>= 1) {
                carried = Hash.node(row[--count], carried);
            }
            row[count++] = carried;
            n = Math.addExact(n, 1);
        }
        return new Frontier(n, Arrays.copyOf(row, count));
    }

    /// Leaves in the tree.
    public long size() {
        return size;
    }

    /// The hash that stands for all leaves.
    public Hash root() {
        if (size == 0) {
            return Hash.EMPTY_ROOT;
        }
        Hash root = peaks[peaks.length - 1];
        for (int i = peaks.length - 2; i >= 0; i--) {
            root = Hash.node(peaks[i], root);
        }
        return root;
    }

    /// The roots of the perfect subtrees, the largest first.
    public List<Hash> peaks() {
        return List.of(peaks);
    }

    /// The peaks' bytes one after the other, the largest subtree first; the size is kept beside them.
    public byte[] toBytes() {
        byte[] bytes = new byte[peaks.length * Hash.BYTES];
        for (int i = 0; i < peaks.length; i++) {
            peaks[i].copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frontier that && size == that.size && Arrays.equals(peaks, that.peaks);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(size) + Arrays.hashCode(peaks);
    }

    @Override
    public String toString() {
        return size + " leaves, root " + root();
    }

    private static void checkSize(long size) {
        if (size < 0) {
            throw new MalformedException("a tree's size is not negative: " + size);
        }
    }
}
