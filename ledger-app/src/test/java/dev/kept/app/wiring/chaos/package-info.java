/// The torture of ledgers that read from Kafka, in short.
@NullMarked
package dev.kept.app.wiring.chaos;

import org.jspecify.annotations.NullMarked;
