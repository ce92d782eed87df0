/// Who says so: signed notes, checkpoints, witnesses' cosignatures and receipts (C2SP signed-note,
/// tlog-checkpoint, tlog-cosignature, tlog-proof), with Ed25519 from the JDK.
@NullMarked
package dev.kept.domain.audit.note;

import org.jspecify.annotations.NullMarked;
