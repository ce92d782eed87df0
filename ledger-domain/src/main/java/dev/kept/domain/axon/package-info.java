/// The binding to Axon Framework: one command carries a batch of facts, sources all their streams, appends once.
@NullMarked
package dev.kept.domain.axon;

import org.jspecify.annotations.NullMarked;
