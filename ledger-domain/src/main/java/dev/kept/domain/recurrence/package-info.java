/// Recurrence rules of RFC 5545, over local days.
@NullMarked
package dev.kept.domain.recurrence;

import org.jspecify.annotations.NullMarked;
