package dev.kept.domain.commitment;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The facts of one commitment in the order of its stream. A value: evolving it yields another one.
public final class CommitmentState {
    private static final CommitmentState EMPTY = new CommitmentState(new ArrayList<>(0), 0);

    /// Shared by the states along one stream, which only ever see their own first `size` events.
    private final List<CommitmentEvent> shared;

    private final int size;

    private CommitmentState(List<CommitmentEvent> shared, int size) {
        this.shared = shared;
        this.size = size;
    }

    public static CommitmentState empty() {
        return EMPTY;
    }

    public CommitmentState evolve(CommitmentEvent event) {
        if (shared != EMPTY.shared && shared.size() == size) {
            shared.add(event);
            return new CommitmentState(shared, size + 1);
        }
        List<CommitmentEvent> own = new ArrayList<>(shared.subList(0, size));
        own.add(event);
        return new CommitmentState(own, size + 1);
    }

    public List<CommitmentEvent> events() {
        return Collections.unmodifiableList(shared.subList(0, size));
    }

    /// The version the next fact of this commitment gets.
    public int nextVersion() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public List<Fact> facts() {
        return FactsOf.events(events());
    }

    Optional<CommitmentEvent> byId(String factId) {
        return events().stream()
                .filter(event -> event.envelope().factId().equals(factId))
                .findFirst();
    }

    Optional<CommitmentEvent> byKey(IdempotencyKey key) {
        return events().stream()
                .filter(event -> event.envelope().key().equals(key))
                .findFirst();
    }

    private boolean has(FactType type) {
        for (int i = 0; i < size; i++) {
            if (shared.get(i).type() == type) {
                return true;
            }
        }
        return false;
    }

    /// The recorded promise that stands: the first that no correction has struck.
    CommitmentEvent.@Nullable CommitmentMade made() {
        if (!has(FactType.MADE)) {
            return null;
        }
        if (!has(FactType.CORRECTED)) {
            return (CommitmentEvent.CommitmentMade) events().stream()
                    .filter(CommitmentEvent.CommitmentMade.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        }
        Fact made = effective().made();
        return made == null
                ? null
                : (CommitmentEvent.CommitmentMade) byId(made.id())
                        .filter(CommitmentEvent.CommitmentMade.class::isInstance)
                        .orElse(null);
    }

    /// The fact that says the promise never existed, unless a correction has struck it.
    Optional<CommitmentEvent> voided() {
        if (!has(FactType.VOIDED)) {
            return Optional.empty();
        }
        return effective().facts().stream()
                .filter(fact -> fact.type() == FactType.VOIDED)
                .findFirst()
                .flatMap(fact -> byId(fact.id()));
    }

    private EffectiveFacts effective() {
        return EffectiveFacts.of(facts(), Standing.BACKDATE_SECONDS);
    }
}
