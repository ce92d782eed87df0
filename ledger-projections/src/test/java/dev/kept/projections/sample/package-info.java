/// Ledgers and histories that the tests of the views share.
@NullMarked
package dev.kept.projections.sample;

import org.jspecify.annotations.NullMarked;
