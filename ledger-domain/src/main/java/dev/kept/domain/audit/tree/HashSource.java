package dev.kept.domain.audit.tree;

import dev.kept.domain.audit.Hash;

/// Where a proof's hashes come from: tiles, a table, a list.
///
/// Only perfect subtrees are asked for, and only those whole inside the tree; their hashes never change as it
/// grows.
@FunctionalInterface
public interface HashSource {
    /// The hash of the perfect subtree over the leaves from `index << level` up to, not with, `(index + 1) <<
    /// level`; at level 0 the leaf's own.
    Hash hash(int level, long index);
}
