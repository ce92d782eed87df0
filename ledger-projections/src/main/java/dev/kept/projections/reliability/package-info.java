/// Counts, rates and streaks over commitments, per customer, promisor, kind and month.
@NullMarked
package dev.kept.projections.reliability;

import org.jspecify.annotations.NullMarked;
