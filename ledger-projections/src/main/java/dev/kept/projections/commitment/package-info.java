/// Commitments as rows: terms, outcome, flags, for now and for any earlier time.
@NullMarked
package dev.kept.projections.commitment;

import org.jspecify.annotations.NullMarked;
