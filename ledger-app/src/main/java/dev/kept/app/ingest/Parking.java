package dev.kept.app.ingest;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.app.ingest.Incoming.Content;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.store.FactReader;
import dev.kept.store.intake.IntakeBooks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which records of a batch must wait: those bound to order behind a letter of their commitment, and voids ahead of
/// their promise. All other facts fold to the same outcome in any order and never wait.
final class Parking {
    private static final String MADE = "commitment.made";

    private final Set<String> blocked;
    private final Set<String> unpromised;

    private Parking(Set<String> blocked, Set<String> unpromised) {
        this.blocked = new HashSet<>(blocked);
        this.unpromised = unpromised;
    }

    static Parking of(List<Incoming> records, IntakeBooks books, FactReader log) {
        Set<String> bound = new HashSet<>();
        Set<String> voided = new HashSet<>();
        Set<String> made = new HashSet<>();
        for (Incoming incoming : records) {
            String commitment = incoming.commitment();
            if (commitment != null && incoming.isBoundToOrder()) {
                bound.add(commitment);
                if (incoming.voids()) {
                    voided.add(commitment);
                }
            }
            incoming.commands().stream()
                    .filter(CommitmentCommand.MakeCommitment.class::isInstance)
                    .forEach(command -> made.add(command.claim().commitment().value()));
        }
        voided.removeAll(made);
        return new Parking(books.blocked(bound), unpromised(voided, log));
    }

    /// For a letter that is tried again, whose order its caller keeps.
    static Parking ofRetried(Incoming incoming, FactReader log) {
        String commitment = incoming.commitment();
        return new Parking(
                Set.of(), commitment != null && incoming.voids() ? unpromised(Set.of(commitment), log) : Set.of());
    }

    private static Set<String> unpromised(Set<String> commitments, FactReader log) {
        if (commitments.isEmpty()) {
            return Set.of();
        }
        Set<String> left = new HashSet<>(commitments);
        List<String> streams = new ArrayList<>();
        commitments.forEach(commitment -> streams.add(Entry.streamOf(commitment)));
        Set<String> promised = new HashSet<>();
        log.streams(streams).stream()
                .filter(fact -> fact.name().equals(MADE))
                .forEach(fact -> promised.add(fact.stream()));
        left.removeIf(commitment -> promised.contains(Entry.streamOf(commitment)));
        return left;
    }

    /// Why the record must wait; null if it need not. Asked once a record, in their order.
    @Nullable Refusal parked(Incoming incoming) {
        String commitment = incoming.commitment();
        if (commitment == null) {
            return null;
        }
        if (incoming.content() instanceof Content.Unreadable) {
            blocked.add(commitment);
            return null;
        }
        if (!incoming.isBoundToOrder()) {
            return null;
        }
        if (incoming.voids() && unpromised.contains(commitment)) {
            return waits(commitment, RefusalCode.UNKNOWN_COMMITMENT, "its promise has not arrived");
        }
        return blocked.contains(commitment)
                ? waits(commitment, RefusalCode.UNKNOWN_FACT, "an earlier record of its commitment is a dead letter")
                : null;
    }

    private static Refusal waits(String commitment, RefusalCode code, String why) {
        return new Refusal(
                code, "commitment", commitment, "it waits: " + why, "it is tried again by itself once that is settled");
    }
}
