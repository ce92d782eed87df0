package dev.kept.projections.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that was said of an open promise, once.
///
/// @param seq in the order in which they were given
/// @param due for which due date, UTC epoch seconds
/// @param stageAt when it fell due to be given, UTC epoch seconds
/// @param givenAt when it was
public record Warning(
        long seq, String commitment, @Nullable String customer, Stage stage, long due, long stageAt, Instant givenAt) {}
