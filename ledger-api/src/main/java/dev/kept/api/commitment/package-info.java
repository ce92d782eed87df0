/// What callers ask the ledger to record: one sealed family of commands, and the values they carry.
@NullMarked
package dev.kept.api.commitment;

import org.jspecify.annotations.NullMarked;
