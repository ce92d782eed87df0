package dev.kept.store.recording;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.commitment.Refusal;
import java.time.Instant;

/// What became of one command.
public sealed interface Answer {
    /// A new fact, durable.
    ///
    /// @param position in the log, dense from 0
    /// @param version in the commitment's stream, dense from 0
    /// @param acceptedAt as the log has it
    record Recorded(CommitmentEvent event, long position, int version, Instant acceptedAt) implements Answer {}

    /// Known already; the first answer again.
    record Duplicate(CommitmentEvent first, long position, int version) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
}
