package dev.kept.api.event;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What every event carries beside its own content.
///
/// @param factId UUIDv7 in text
/// @param at when it happened
/// @param rec when it became known: acceptance for live facts, the source's own time for imported history
/// @param acceptedAt when this ledger accepted it; never decreases along the log
/// @param imported `rec` was brought by the source
/// @param fingerprint SHA-256 in hex of what was submitted, so that a repeat can be told from a contradiction
public record Envelope(
        String factId,
        String tenant,
        CommitmentId commitment,
        Instant at,
        Instant rec,
        Instant acceptedAt,
        Party by,
        @Nullable String actor,
        Evidence evidence,
        @Nullable String evidenceRef,
        IdempotencyKey key,
        @Nullable String correlationId,
        @Nullable String causationId,
        boolean imported,
        String fingerprint,
        Map<String, Object> extra) {
    public Envelope {
        extra = extra.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(extra));
    }
}
