/// Which projections there are: one list, for the live views and for whoever folds them again.
@NullMarked
package dev.kept.projections.registry;

import org.jspecify.annotations.NullMarked;
