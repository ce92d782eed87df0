/// The command line of the benchmarks, and what they share.
@NullMarked
package dev.kept.benchmarks;

import org.jspecify.annotations.NullMarked;
