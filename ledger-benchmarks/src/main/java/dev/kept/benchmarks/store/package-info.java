/// The log beside Axon's stock engine and the raw database, on one server in one run.
@NullMarked
package dev.kept.benchmarks.store;

import org.jspecify.annotations.NullMarked;
