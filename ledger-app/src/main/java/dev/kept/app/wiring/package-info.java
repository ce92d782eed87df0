/// Puts a ledger together and takes it apart again.
@NullMarked
package dev.kept.app.wiring;

import org.jspecify.annotations.NullMarked;
