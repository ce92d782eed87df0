/// The whole ledger at a glance: every customer's figures and score, and every promise that was not kept.
@NullMarked
package dev.kept.projections.portfolio;

import org.jspecify.annotations.NullMarked;
