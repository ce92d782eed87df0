/// The board: which promises and customers need somebody today.
@NullMarked
package dev.kept.projections.board;

import org.jspecify.annotations.NullMarked;
