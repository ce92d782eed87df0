package dev.kept.domain.audit.tree;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import java.util.List;

/// The shape of an RFC 6962 tree over n leaves: where ranges split, how long proofs are.
///
/// A range of leaves splits at the largest power of two smaller than its length, so every left part is perfect.
/// The path from leaf i up therefore has two sections. While i and the last leaf n-1 are under different nodes,
/// each level gives a sibling: `inner`, the bits up to the highest one in which i and n-1 differ. From where
/// they share a node, the path runs along the right edge, where only left siblings exist: `border`, the bits
/// still set in i.
final class TreeShape {
    /// No tree that fits a `long` has longer proofs.
    static final int MAX_PROOF_HASHES = 64;

    private TreeShape() {}

    /// Where the range of `length` leaves splits: the largest power of two smaller than the length.
    static long split(long length) {
        return Long.highestOneBit(length - 1);
    }

    /// The hash over the leaves from `from` up to, not with, `to`, a range that a tree really has.
    static Hash range(HashSource source, long from, long to) {
        long length = to - from;
        if (Long.bitCount(length) == 1) {
            int level = Long.numberOfTrailingZeros(length);
            return source.hash(level, from >>> level);
        }
        long middle = from + split(length);
        return Hash.node(range(source, from, middle), range(source, middle, to));
    }

    /// Hashes of the proof that leaf `index` is in a tree of `size`.
    static int inclusionLength(long index, long size) {
        int inner = innerLength(index, size);
        return inner + Long.bitCount(index >>> inner);
    }

    /// Hashes of the proof that a tree of `size` grew from one of `old`, with 0 < old < size.
    ///
    /// It is the path of the last old leaf without its start: the levels below the root of the old tree's last
    /// perfect subtree are left out, and that root comes first, unless it is the old tree's own.
    static int consistencyLength(long old, long size) {
        int whole = Long.numberOfTrailingZeros(old);
        int first = Long.bitCount(old) == 1 ? 0 : 1;
        return first + inclusionLength(old - 1, size) - whole;
    }

    private static int innerLength(long index, long size) {
        return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    }

    static List<Hash> checkedHashes(List<Hash> hashes) {
        if (hashes.size() > MAX_PROOF_HASHES) {
            throw new MalformedException("a proof has at most " + MAX_PROOF_HASHES + " hashes, not " + hashes.size());
        }
        return List.copyOf(hashes);
    }

    static void checkNotNegative(String what, long value) {
        if (value < 0) {
            throw new MalformedException(what + " must not be negative, is " + value);
        }
    }
}
