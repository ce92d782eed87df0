/// The log in PostgreSQL: appending behind Axon's event storage engine, and reading without it.
@NullMarked
package dev.kept.store;

import org.jspecify.annotations.NullMarked;
