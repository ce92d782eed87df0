/// The facts of one commitment as values, and what is left of them once corrections, confirmations and back-dating are
/// settled. Scores and outcomes both start from here.
@NullMarked
package dev.kept.domain.fact;

import org.jspecify.annotations.NullMarked;
