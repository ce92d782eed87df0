package dev.kept.domain.series;

import dev.kept.api.id.IdempotencyKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A series was defined, or defined anew. What was made of it before stays as it is.
///
/// @param actor who defined it
public record SeriesDefined(
        String factId,
        Series series,
        IdempotencyKey key,
        @Nullable String actor,
        Instant acceptedAt) {
    /// The stored name, without its revision.
    public static final String EVENT_NAME = "series.defined";

    public static final int REVISION = 1;
}
