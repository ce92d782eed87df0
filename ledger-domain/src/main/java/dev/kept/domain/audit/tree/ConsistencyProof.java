package dev.kept.domain.audit.tree;

import dev.kept.domain.audit.Hash;
import java.util.ArrayList;
import java.util.List;

/// Shows that a tree only grew: its first leaves are exactly those of an older tree.
///
/// Made as RFC 6962 section 2.1.2 defines it, checked as RFC 9162 section 2.1.4.2 says. The empty tree is
/// consistent with every tree and the proof from it is empty, so it says nothing about the new root.
public record ConsistencyProof(long oldSize, long newSize, List<Hash> hashes) {

    public ConsistencyProof {
        TreeShape.checkNotNegative("the old size", oldSize);
        TreeShape.checkNotNegative("the new size", newSize);
        hashes = TreeShape.checkedHashes(hashes);
    }

    /// Makes the proof that the tree of `newSize` leaves grew from its own first `oldSize`.
    public static ConsistencyProof of(long oldSize, long newSize, HashSource source) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IllegalArgumentException("a tree of " + newSize + " leaves did not grow from one of " + oldSize);
        }
        List<Hash> hashes = new ArrayList<>();
        if (oldSize > 0 && oldSize < newSize) {
            collect(oldSize, 0, newSize, true, source, hashes);
        }
        return new ConsistencyProof(oldSize, newSize, hashes);
    }

    /// SUBPROOF of RFC 6962: `wholeOld` says that the range so far is the old tree's own, whose hash the
    /// verifier has.
    private static void collect(
            long oldEnd, long from, long to, boolean wholeOld, HashSource source, List<Hash> hashes) {
        if (oldEnd == to) {
            if (!wholeOld) {
                hashes.add(TreeShape.range(source, from, to));
            }
            return;
        }
        long middle = from + TreeShape.split(to - from);
        if (oldEnd <= middle) {
            collect(oldEnd, from, middle, wholeOld, source, hashes);
            hashes.add(TreeShape.range(source, middle, to));
        } else {
            collect(oldEnd, middle, to, false, source, hashes);
            hashes.add(TreeShape.range(source, from, middle));
        }
    }

    /// Checks that the tree with the new root begins with the tree that had the old one.
    public ProofCheck check(Hash oldRoot, Hash newRoot) {
        if (newSize < oldSize) {
            return new ProofCheck.Refused(
                    ProofFault.LOG_SHRANK, "the log had " + oldSize + " entries and now has " + newSize);
        }
        if (oldSize == 0 && !oldRoot.equals(Hash.EMPTY_ROOT)) {
            return new ProofCheck.Refused(
                    ProofFault.EMPTY_ROOT_WRONG,
                    "the root of 0 entries is " + Hash.EMPTY_ROOT + ", but " + oldRoot + " was kept");
        }
        if (oldSize == newSize && !oldRoot.equals(newRoot)) {
            return new ProofCheck.Refused(
                    ProofFault.LOG_FORKED, "two roots for " + oldSize + " entries: " + oldRoot + " and " + newRoot);
        }
        int expected = oldSize == 0 || oldSize == newSize ? 0 : TreeShape.consistencyLength(oldSize, newSize);
        if (hashes.size() != expected) {
            return wrongLength(expected);
        }
        return expected == 0 ? new ProofCheck.Holds() : checkRoots(oldRoot, newRoot);
    }

    private ProofCheck wrongLength(int expected) {
        ProofFault fault = hashes.size() > expected
                ? ProofFault.PROOF_TOO_LONG
                : hashes.isEmpty() ? ProofFault.PROOF_MISSING : ProofFault.PROOF_TOO_SHORT;
        return new ProofCheck.Refused(
                fault,
                "the proof from " + oldSize + " to " + newSize + " entries has " + expected + " hashes, not "
                        + hashes.size());
    }

    private ProofCheck checkRoots(Hash oldRoot, Hash newRoot) {
        Roots reached = climb(oldRoot);
        boolean oldReached = reached.old().equals(oldRoot);
        boolean newReached = reached.now().equals(newRoot);
        if (oldReached && newReached) {
            return new ProofCheck.Holds();
        }
        if (reached.old().equals(newRoot) && reached.now().equals(oldRoot)) {
            return new ProofCheck.Refused(
                    ProofFault.ROOTS_SWAPPED,
                    "the root given for " + oldSize + " entries is that of " + newSize + " and the other way round");
        }
        if (newReached) {
            return new ProofCheck.Refused(
                    ProofFault.HISTORY_CHANGED,
                    "the first " + oldSize + " of " + newSize + " entries now have root " + reached.old() + ", but "
                            + oldRoot + " was kept");
        }
        return new ProofCheck.Refused(
                ProofFault.NEW_ROOT_NOT_REACHED,
                "the root of " + oldSize + " entries and the proof lead to " + reached.now() + ", not to " + newRoot
                        + " at size " + newSize);
    }

    private record Roots(Hash old, Hash now) {}

    /// Both roots that the proof leads to, starting from the last perfect subtree of the old tree; where that
    /// is the whole old tree, its root is not in the proof and is taken from the verifier.
    private Roots climb(Hash oldRoot) {
        boolean perfect = Long.bitCount(oldSize) == 1;
        Hash start = perfect ? oldRoot : hashes.getFirst();
        Hash old = start;
        Hash now = start;
        int whole = Long.numberOfTrailingZeros(oldSize);
        long at = (oldSize - 1) >>> whole;
        long end = (newSize - 1) >>> whole;
        for (Hash sibling : perfect ? hashes : hashes.subList(1, hashes.size())) {
            if ((at & 1) == 1 || at == end) {
                old = Hash.node(sibling, old);
                now = Hash.node(sibling, now);
                while ((at & 1) == 0 && at != 0) {
                    at >>>= 1;
                    end >>>= 1;
                }
            } else {
                now = Hash.node(now, sibling);
            }
            at >>>= 1;
            end >>>= 1;
        }
        return new Roots(old, now);
    }
}
