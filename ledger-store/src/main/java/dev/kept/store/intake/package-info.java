/// The books of what came in by topics: how many records, what became of each, and those that could not be
/// applied.
@NullMarked
package dev.kept.store.intake;

import org.jspecify.annotations.NullMarked;
