/// The witness: cosigns a log's checkpoint only if it grew from the one cosigned before (C2SP tlog-witness).
@NullMarked
package dev.kept.witness;

import org.jspecify.annotations.NullMarked;
