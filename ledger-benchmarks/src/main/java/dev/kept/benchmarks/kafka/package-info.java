/// Facts from a topic: how fast they are committed and seen, beside the stock engine and a consumer that only copies.
@NullMarked
package dev.kept.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
