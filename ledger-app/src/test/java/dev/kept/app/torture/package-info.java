/// Tests of the crash torture: that the ledger stands it, and that it finds planted faults.
@NullMarked
package dev.kept.app.torture;

import org.jspecify.annotations.NullMarked;
