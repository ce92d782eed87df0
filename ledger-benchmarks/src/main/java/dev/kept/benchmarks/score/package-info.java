/// Scores: how fast one is read, however long the record; how fast facts become buckets; what a what-if takes.
@NullMarked
package dev.kept.benchmarks.score;

import org.jspecify.annotations.NullMarked;
