package dev.kept.store.intake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record that could not be applied, with all that is needed to try again.
///
/// @param id its number, in the order of arrival; 0 before it is stored
/// @param reason a refusal's code, or why it waits
/// @param cause the same in words, with what to do
/// @param commitment what must be tried again in order; null where it is not known
/// @param resolution how it ended: `APPLIED`, `DUPLICATE`, `DISCARDED`; null while it is open
public record DeadLetter(
        long id,
        Standing standing,
        String source,
        String reason,
        String cause,
        Record record,
        @Nullable String commitment,
        int attempts,
        Instant receivedAt,
        Instant triedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolution) {
    /// Why it was set aside.
    public enum Standing {
        /// It cannot be read as facts.
        DEAD(Tally.End.DEAD),
        /// The ledger said no.
        REFUSED(Tally.End.REFUSED),
        /// It waits for an earlier letter of its commitment, or for the promise.
        PARKED(Tally.End.DEAD);

        private final Tally.End end;

        Standing(Tally.End end) {
            this.end = end;
        }

        /// How the books count it.
        public Tally.End end() {
            return end;
        }
    }

    /// The bytes as they came, and where from.
    ///
    /// @param key do not change the array
    /// @param body do not change the array
    public record Record(
            String consumer,
            String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            List<Header> headers,
            byte[] body) {
        public Record {
            headers = List.copyOf(headers);
        }
    }

    /// @param value do not change the array
    public record Header(String name, byte @Nullable [] value) {}

    public boolean isOpen() {
        return resolvedAt == null;
    }
}
