package dev.kept.domain.audit.tree;

/// Why a proof, a checkpoint or a receipt was not believed. Names are stable: tools and operators match on
/// them.
public enum ProofFault {
    /// Nothing can be in a tree without leaves.
    EMPTY_TREE,
    /// The index is not smaller than the tree's size.
    INDEX_BEYOND_SIZE,
    /// Fewer hashes than a proof between these sizes has.
    PROOF_TOO_SHORT,
    /// More hashes than a proof between these sizes has.
    PROOF_TOO_LONG,
    /// What was given as a leaf's hash is a node further up, so no entry stands behind it.
    NODE_AS_LEAF,
    /// The proof is good, but for the neighbouring index.
    OTHER_INDEX,
    /// The right hashes from the root down instead of from the leaf up.
    PROOF_REVERSED,
    /// Leaf and proof do not lead to the root: the entry was edited, or the proof or the root is not its own.
    ROOT_NOT_REACHED,

    /// The log lost entries: the new tree is smaller than the one kept.
    LOG_SHRANK,
    /// Two different trees of the same size: the log shows different histories.
    LOG_FORKED,
    /// The log grew, but nothing shows how.
    PROOF_MISSING,
    /// The old root was given as the new one and the other way round.
    ROOTS_SWAPPED,
    /// The proof leads to the new root, but from another past than the one kept: entries were edited, deleted,
    /// inserted or reordered.
    HISTORY_CHANGED,
    /// Old root and proof do not lead to the new root.
    NEW_ROOT_NOT_REACHED,
    /// The root kept for the empty tree is not the empty tree's.
    EMPTY_ROOT_WRONG,

    /// Signed, but not in the form of a checkpoint.
    MALFORMED_CHECKPOINT,
    /// A checkpoint of another log.
    OTHER_LOG,
    /// No signature by a trusted key of the log.
    NOT_SIGNED_BY_LOG,
    /// A signature that names a trusted key and was not made by it.
    BAD_SIGNATURE,
    /// Fewer witnesses than the verifier asks for.
    TOO_FEW_COSIGNATURES
}
