/// Copies of a whole database of logs in one file, and the way back.
@NullMarked
package dev.kept.store.backup;

import org.jspecify.annotations.NullMarked;
