package dev.kept.projections.commitment;

import java.time.Instant;

/// The time a reading is for: what had happened by `asOf`, as far as it was known by `knownAt`.
public record ReadAt(Instant asOf, Instant knownAt) {
    public long asOfSeconds() {
        return asOf.getEpochSecond();
    }

    public long knownAtSeconds() {
        return knownAt.getEpochSecond();
    }
}
