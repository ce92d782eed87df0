package dev.kept.store;

import dev.kept.api.event.EventCatalog;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.seal.PersonalText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
/// @param opened content and metadata with their personal text in the clear; null if nobody has opened it
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
        Hash leafHash,
        PersonalText.@Nullable Bytes opened) {
    /// As it stands in the log, opened or not.
    public StoredFact(
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
        this(
                position,
                factId,
                stream,
                version,
                name,
                revision,
                at,
                rec,
                acceptedAt,
                payload,
                meta,
                salt,
                leafHash,
                null);
    }

    /// The same with its personal text in the clear.
    StoredFact opened(PersonalText.Bytes content) {
        return new StoredFact(
                position,
                factId,
                stream,
                version,
                name,
                revision,
                at,
                rec,
                acceptedAt,
                payload,
                meta,
                salt,
                leafHash,
                content);
    }

    /// Content and metadata to read: opened if [FactReader#opened] has opened it, else as they are stored.
    public PersonalText.Bytes content() {
        PersonalText.Bytes content = opened;
        return content == null ? new PersonalText.Bytes(payload, JsonReader.readTexts(meta)) : content;
    }

    /// Its statement, if it has one that is sealed and was not opened.
    ///
    /// @param meta as [#content()] has it
    public Optional<FactReader.SealedStatement> sealedStatement(Map<String, String> meta) {
        if (opened != null || revision == 1) {
            return Optional.empty();
        }
        return PersonalText.sealedStatement(meta)
                .map(found -> new FactReader.SealedStatement(factId, found.dek(), found.box()));
    }

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
