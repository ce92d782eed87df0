package dev.kept.store;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A batch put onto the log's end: positions, versions, acceptance times, leaf hashes, and the head after it.
///
/// A pure function of the head, the streams' ends, the drafts and the salts: a batch whose transaction failed is
/// chained again onto the head as it then is.
record Chain(Head head, List<StoredFact> facts) {
    static Chain extend(String origin, Head head, Map<String, StreamEnd> ends, List<Draft> drafts, byte[] salts) {
        Map<String, StreamEnd> current = new HashMap<>(ends);
        List<StoredFact> facts = new ArrayList<>(drafts.size());
        List<Hash> leaves = new ArrayList<>(drafts.size());
        long position = head.size();
        long accepted = head.acceptedMicros();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            accepted = Math.max(accepted, draft.micros());
            byte[] salt = Arrays.copyOfRange(salts, i * Entry.SALT_BYTES, (i + 1) * Entry.SALT_BYTES);
            StreamEnd end = current.getOrDefault(draft.stream(), StreamEnd.NONE);
            StoredFact fact = seal(origin, position++, end, accepted, draft, salt);
            current.put(draft.stream(), StreamEnd.after(fact));
            facts.add(fact);
            leaves.add(fact.leafHash());
        }
        return new Chain(head.extended(accepted, leaves), facts);
    }

    private static StoredFact seal(
            String origin, long position, StreamEnd end, long accepted, Draft draft, byte[] salt) {
        var acceptedAt = Micros.toInstant(accepted);
        Hash leaf = new Entry(
                        origin,
                        position,
                        draft.stream(),
                        end.next(),
                        end.leaf(),
                        draft.factId(),
                        draft.name(),
                        draft.revision(),
                        acceptedAt,
                        Entry.payloadCommitment(salt, draft.payload()),
                        Entry.metaCommitment(salt, draft.meta()),
                        draft.dek())
                .leafHash();
        Long rec = draft.recMicros();
        return new StoredFact(
                position,
                draft.factId(),
                draft.stream(),
                end.next(),
                draft.name(),
                draft.revision(),
                Micros.toInstant(draft.atMicros()),
                rec == null ? acceptedAt : Micros.toInstant(rec),
                acceptedAt,
                draft.payload(),
                draft.meta(),
                salt,
                leaf);
    }
}
