/// Kafka in and out: every record accounted for, exactly one effect.
@NullMarked
package dev.kept.app.ingest;

import org.jspecify.annotations.NullMarked;
