/// Due forms resolved to instants, once, when a promise is recorded.
@NullMarked
package dev.kept.domain.due;

import org.jspecify.annotations.NullMarked;
