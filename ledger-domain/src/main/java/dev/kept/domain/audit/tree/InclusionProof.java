package dev.kept.domain.audit.tree;

import dev.kept.domain.audit.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows that a leaf stands at an index of a tree: the siblings on its way to the root, from the leaf up.
///
/// Made as RFC 6962 section 2.1.1 defines it, checked as RFC 9162 section 2.1.3.2 says. A check that fails
/// costs three more passes to tell the usual mistakes from an entry that is not there.
public record InclusionProof(long index, long size, List<Hash> hashes) {

    public InclusionProof {
        TreeShape.checkNotNegative("an index", index);
        TreeShape.checkNotNegative("a tree's size", size);
        hashes = TreeShape.checkedHashes(hashes);
    }

    /// Makes the proof for the leaf at `index` in the tree of `size` leaves.
    public static InclusionProof of(long index, long size, HashSource source) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        List<Hash> hashes = new ArrayList<>();
        collect(index, 0, size, source, hashes);
        return new InclusionProof(index, size, hashes);
    }

    private static void collect(long index, long from, long to, HashSource source, List<Hash> hashes) {
        if (to - from == 1) {
            return;
        }
        long middle = from + TreeShape.split(to - from);
        if (index < middle) {
            collect(index, from, middle, source, hashes);
            hashes.add(TreeShape.range(source, middle, to));
        } else {
            collect(index, middle, to, source, hashes);
            hashes.add(TreeShape.range(source, from, middle));
        }
    }

    /// Checks that the leaf with this hash stands at the index of the tree with this root.
    public ProofCheck check(Hash leaf, Hash root) {
        if (size == 0) {
            return new ProofCheck.Refused(ProofFault.EMPTY_TREE, "nothing is in a tree of 0 leaves");
        }
        if (index >= size) {
            return new ProofCheck.Refused(
                    ProofFault.INDEX_BEYOND_SIZE, "index " + index + " is outside a tree of " + size + " leaves");
        }
        int expected = TreeShape.inclusionLength(index, size);
        if (hashes.size() > expected) {
            return new ProofCheck.Refused(ProofFault.PROOF_TOO_LONG, lengths(expected));
        }
        if (hashes.size() < expected) {
            return tooShort(leaf, root, expected);
        }
        Hash reached = climb(leaf, index, size - 1, hashes);
        return reached.equals(root) ? new ProofCheck.Holds() : notReached(leaf, root, reached);
    }

    private ProofCheck tooShort(Hash leaf, Hash root, int expected) {
        int missing = expected - hashes.size();
        if (climb(leaf, index >>> missing, (size - 1) >>> missing, hashes).equals(root)) {
            return new ProofCheck.Refused(
                    ProofFault.NODE_AS_LEAF,
                    "the hash given for leaf " + index + " is the node " + missing + " levels above it");
        }
        return new ProofCheck.Refused(ProofFault.PROOF_TOO_SHORT, lengths(expected));
    }

    private ProofCheck notReached(Hash leaf, Hash root, Hash reached) {
        Optional<Long> neighbour = neighbourThatHolds(leaf, root);
        if (neighbour.isPresent()) {
            return new ProofCheck.Refused(
                    ProofFault.OTHER_INDEX, "the proof is for index " + neighbour.get() + ", not for " + index);
        }
        if (climb(leaf, index, size - 1, hashes.reversed()).equals(root)) {
            return new ProofCheck.Refused(
                    ProofFault.PROOF_REVERSED, "the hashes stand from the root down, not from the leaf up");
        }
        return new ProofCheck.Refused(
                ProofFault.ROOT_NOT_REACHED,
                "leaf " + index + " and its proof lead to root " + reached + " instead of " + root + " at size "
                        + size);
    }

    private Optional<Long> neighbourThatHolds(Hash leaf, Hash root) {
        for (long other : new long[] {index - 1, index + 1}) {
            if (other >= 0
                    && other < size
                    && TreeShape.inclusionLength(other, size) == hashes.size()
                    && climb(leaf, other, size - 1, hashes).equals(root)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    /// The root that a node and its siblings lead to; `index` and `last` count the nodes of the level it stands
    /// on.
    private static Hash climb(Hash node, long index, long last, List<Hash> siblings) {
        Hash reached = node;
        long at = index;
        long end = last;
        for (Hash sibling : siblings) {
            if ((at & 1) == 1 || at == end) {
                reached = Hash.node(sibling, reached);
                while ((at & 1) == 0 && at != 0) {
                    at >>>= 1;
                    end >>>= 1;
                }
            } else {
                reached = Hash.node(reached, sibling);
            }
            at >>>= 1;
            end >>>= 1;
        }
        return reached;
    }

    private String lengths(int expected) {
        return "the proof for leaf " + index + " of " + size + " has " + expected + " hashes, not " + hashes.size();
    }
}
