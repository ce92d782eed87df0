package dev.kept.verify;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import java.util.Optional;

/// A fact as a party takes it away: the log's entry and the stored bytes that its commitments stand for.
///
/// @param entry the leaf's input, 12 lines
/// @param payload the content as it was stored, whatever it holds
/// @param meta the metadata as they were stored
@SuppressWarnings("ArrayRecordComponent") // handed on as read; never compared
public record Opening(byte[] entry, byte[] salt, byte[] payload, byte[] meta) {
    /// The same without what the entry commits to.
    Opening sealed() {
        byte[] nothing = {};
        return new Opening(entry, nothing, nothing, nothing);
    }

    boolean isSealed() {
        return salt.length == 0 && payload.length == 0 && meta.length == 0;
    }

    /// The leaf hash that the entry has in the tree.
    public Hash leaf() {
        return Hash.leaf(entry);
    }

    /// The entry's twelve lines.
    ///
    /// @throws MalformedException if they are none
    public Entry lines() {
        return Entry.parse(entry);
    }

    /// Whether the bytes are those the entry commits to; if not, which are not.
    Optional<Verdict.Failed> check(Entry lines) {
        if (!Entry.payloadCommitment(salt, payload).equals(lines.payload())) {
            return Optional.of(Verdict.Failed.at(
                    lines, "PAYLOAD_CHANGED", "the payload is not the one that the entry commits to: it was edited"));
        }
        if (!Entry.metaCommitment(salt, meta).equals(lines.meta())) {
            return Optional.of(Verdict.Failed.at(
                    lines, "META_CHANGED", "the metadata are not those that the entry commits to: they were edited"));
        }
        return Optional.empty();
    }
}
