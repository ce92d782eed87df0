/// What the log shows the outside: tiles and signed checkpoints, receipts and bundles.
///
/// | step | durable before the next |
/// |---|---|
/// | facts and their leaf hashes, in the database | yes |
/// | hashes of all levels, [HashFiles] | yes |
/// | the signed checkpoint, [PublishedCheckpoint] | yes |
/// | cosignatures, [Cosigners] | |
///
/// So every checkpoint that anybody has seen can be proven from what is on disk, whenever the process ends.
@NullMarked
package dev.kept.projections.audit;

import org.jspecify.annotations.NullMarked;
