/// What watching open promises costs, and how late it is.
@NullMarked
package dev.kept.benchmarks.watch;

import org.jspecify.annotations.NullMarked;
