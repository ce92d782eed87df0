package dev.kept.store.recording;

import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.Companion;
import org.jspecify.annotations.Nullable;

/// What is stored in the transaction of a submission's facts, or not at all.
///
/// @param offsets how far the submission takes a consumer; null if it comes from nowhere that has offsets
public record Beside(@Nullable ConsumerOffsets offsets, Companion companion) {}
