/// The one way into a log: batches that form while the previous one commits.
@NullMarked
package dev.kept.store.recording;

import org.jspecify.annotations.NullMarked;
