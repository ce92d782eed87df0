package dev.kept.domain.commitment;

import dev.kept.api.event.CommitmentEvent;

/// What is decided about one command.
public sealed interface Decision {
    /// A new fact.
    record Accepted(CommitmentEvent event) implements Decision {}

    /// Nothing new: this fact says it already.
    record Duplicate(CommitmentEvent first) implements Decision {}

    record Refused(Refusal refusal) implements Decision {}
}
