/// One commitment: what is decided about a new fact, and what its facts add up to.
@NullMarked
package dev.kept.domain.commitment;

import org.jspecify.annotations.NullMarked;
