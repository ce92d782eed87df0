/// Proofs over the log's RFC 6962 tree: that a leaf is in it, and that a later tree only grew from an earlier
/// one.
@NullMarked
package dev.kept.domain.audit.tree;

import org.jspecify.annotations.NullMarked;
