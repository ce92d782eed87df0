package dev.kept.domain.axon.ledger;

import java.time.Instant;
import java.util.Map;
import org.axonframework.messaging.eventstreaming.Tag;

/// A fact about the ledger itself, such as a change of its signing key: no commitment, no outcome, no score knows it,
/// but the log vouches for it like for any other.
///
/// @param name the stored name without its revision, such as `ledger.key_changed`
/// @param subject what it is about; a name and a subject are recorded once
/// @param payload a JSON object, the bytes that are stored
/// @param meta who did it, and why
@SuppressWarnings("ArrayRecordComponent") // stored as given; never compared
public record LedgerFact(
        String factId, String name, String subject, byte[] payload, Map<String, String> meta, Instant acceptedAt) {
    public static final int REVISION = 1;

    /// Of every fact about the ledger itself.
    private static final String TAG = "ledger";

    public LedgerFact {
        meta = Map.copyOf(meta);
    }

    /// What the fact is found by.
    public Tag tag() {
        return tag(name, subject);
    }

    static Tag tag(String name, String subject) {
        return new Tag(TAG, name + " " + subject);
    }
}
