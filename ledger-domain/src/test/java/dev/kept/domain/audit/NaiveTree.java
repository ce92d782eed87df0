package dev.kept.domain.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tree exactly as RFC 6962 section 2.1 defines it, by recursion over lists: slow, plain, and the measure
/// for the rest. Ranges already hashed are remembered, so that thousands of sizes can be asked.
public final class NaiveTree {
    private final List<Hash> leaves;
    private final Map<Long, Hash> known = new HashMap<>();

    public NaiveTree(List<Hash> leaves) {
        this.leaves = leaves;
    }

    /// MTH(D[0:size]).
    public Hash root(int size) {
        return size == 0 ? Hash.EMPTY_ROOT : range(0, size);
    }

    /// MTH(D[from:to]).
    public Hash range(int from, int to) {
        if (to - from == 1) {
            return leaves.get(from);
        }
        Hash found = known.get((long) from << 32 | to);
        if (found == null) {
            int split = from + Integer.highestOneBit(to - from - 1);
            found = Hash.node(range(from, split), range(split, to));
            known.put((long) from << 32 | to, found);
        }
        return found;
    }
}
