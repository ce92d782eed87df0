/// What a promise's facts add up to: its outcome and flags, for any time and any state of knowledge.
@NullMarked
package dev.kept.domain.outcome;

import org.jspecify.annotations.NullMarked;
