/// Open promises by when something is next to be said of them, and the warnings that were given.
@NullMarked
package dev.kept.projections.watch;

import org.jspecify.annotations.NullMarked;
