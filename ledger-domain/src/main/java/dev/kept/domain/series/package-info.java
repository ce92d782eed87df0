/// Promises that recur: series, their occurrences, and what makes each one a commitment of its own.
@NullMarked
package dev.kept.domain.series;

import org.jspecify.annotations.NullMarked;
