package dev.kept.api.commitment;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What every command says beside its own content.
///
/// @param at when it happened; null means when the ledger accepts it
/// @param recordedAt when the source recorded it (history import only); null means when the ledger accepts it
/// @param by who says so
/// @param actor who exactly
/// @param evidence how well it is proven; null means the entrance's default
/// @param evidenceRef where the evidence lies: a URI, a hash or a quotation
/// @param extra fields this version does not know, kept as they were sent: text or decimal by name, in the
///     order of the names
public record Claim(
        CommitmentId commitment,
        @Nullable Instant at,
        @Nullable Instant recordedAt,
        Party by,
        @Nullable String actor,
        @Nullable Evidence evidence,
        @Nullable String evidenceRef,
        IdempotencyKey key,
        @Nullable String correlationId,
        @Nullable String causationId,
        Map<String, Object> extra) {
    public Claim {
        extra = extra.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(extra));
    }
}
