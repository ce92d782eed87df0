/// Series of promises as they are defined now, and how far their occurrences are made.
@NullMarked
package dev.kept.projections.series;

import org.jspecify.annotations.NullMarked;
