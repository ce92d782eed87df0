/// Keeps the views up with the log: rows and position in one transaction.
@NullMarked
package dev.kept.projections.processor;

import org.jspecify.annotations.NullMarked;
