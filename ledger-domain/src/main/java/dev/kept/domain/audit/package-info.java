/// The leaf and the right edge of the transparency log: what is hashed for every fact, and the hash that stands
/// for all.
@NullMarked
package dev.kept.domain.audit;

import org.jspecify.annotations.NullMarked;
