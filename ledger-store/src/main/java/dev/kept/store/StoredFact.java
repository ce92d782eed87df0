package dev.kept.store;

import dev.kept.api.event.EventCatalog;
import dev.kept.domain.audit.Hash;
import java.time.Instant;

/// One fact as it stands in the log.
///
/// @param position where in the log, dense from 0
/// @param version where in its stream, dense from 0
/// @param name the type's stored name, `commitment.made`; with `revision` it selects how to read the payload
/// @param at when it happened
/// @param rec when it became known
/// @param acceptedAt when this log accepted it; never decreases from one position to the next
/// @param payload the bytes as they were given and hashed: do not change the array
/// @param meta the metadata as a JSON object, the bytes that were hashed: do not change the array
/// @param salt opens the commitments to payload and metadata: do not change the array
/// @param leafHash the entry's hash in the Merkle tree
public record StoredFact(
        long position,
        String factId,
        String stream,
        int version,
        String name,
        int revision,
        Instant at,
        Instant rec,
        Instant acceptedAt,
        byte[] payload,
        byte[] meta,
        byte[] salt,
        Hash leafHash) {
    /// Whether it is about a commitment; the log also holds facts about the ledger itself, such as its calendars.
    public boolean isOfCommitment() {
        return EventCatalog.ofEventName(name).isPresent();
    }

    @Override
    public String toString() {
        return "fact " + factId + " at " + position + ", " + stream + " version " + version + ", " + name + "#"
                + revision;
    }
}
