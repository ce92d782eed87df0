/// Shows single facts as they stand in the log, for whoever looks into it.
@NullMarked
package dev.kept.projections.explorer;

import org.jspecify.annotations.NullMarked;
