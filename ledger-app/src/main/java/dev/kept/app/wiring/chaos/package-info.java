/// Kafka torture: ledgers and their broker killed while they take records, and the check that every record has had its
/// one effect.
@NullMarked
package dev.kept.app.wiring.chaos;

import org.jspecify.annotations.NullMarked;
