/// Crash torture: a ledger under load whose processes are killed again and again, and the check that it lost nothing.
@NullMarked
package dev.kept.app.torture;

import org.jspecify.annotations.NullMarked;
