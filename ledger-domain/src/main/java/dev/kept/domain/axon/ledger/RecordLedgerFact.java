package dev.kept.domain.axon.ledger;

import java.time.Instant;
import java.util.Map;

/// Records a fact about the ledger itself, unless one of this name and subject is recorded already.
///
/// @param payload a JSON object
@SuppressWarnings("ArrayRecordComponent") // stored as given; never compared
public record RecordLedgerFact(Instant now, String name, String subject, byte[] payload, Map<String, String> meta) {
    /// The command's name on the bus.
    public static final String NAME = "dev.kept.RecordLedgerFact";

    public RecordLedgerFact {
        meta = Map.copyOf(meta);
    }

    /// What became of it.
    ///
    /// @param added whether it was recorded now
    public record Recorded(String factId, boolean added) {}
}
