/// Facts about the ledger itself on Axon's bus, such as a change of its signing key.
@NullMarked
package dev.kept.domain.axon.ledger;

import org.jspecify.annotations.NullMarked;
