package dev.kept.domain.commitment;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.outcome.EffectivePromise;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Standing;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/// The facts of one commitment in the order of its stream. A value: evolving it yields another one.
public final class CommitmentState {
    private static final CommitmentState EMPTY =
            new CommitmentState(new ArrayList<>(0), 0, Optional.empty(), Optional.empty());

    /// Shared by the states along one stream, which only ever see their own first `size` events.
    private final List<CommitmentEvent> shared;

    private final int size;
    private final Optional<EffectivePromise> promise;
    private final Optional<CommitmentEvent> voided;

    private CommitmentState(
            List<CommitmentEvent> shared,
            int size,
            Optional<EffectivePromise> promise,
            Optional<CommitmentEvent> voided) {
        this.shared = shared;
        this.size = size;
        this.promise = promise;
        this.voided = voided;
    }

    public static CommitmentState empty() {
        return EMPTY;
    }

    public CommitmentState evolve(CommitmentEvent event) {
        List<CommitmentEvent> own = shared;
        if (shared == EMPTY.shared || shared.size() != size) {
            own = new ArrayList<>(events());
        }
        own.add(event);
        boolean corrects = event.type() == FactType.CORRECTED;
        List<CommitmentEvent> events = new FirstEvents(own, size + 1);
        return new CommitmentState(
                own,
                size + 1,
                corrects || event.type() == FactType.MADE ? EffectivePromise.of(events) : promise,
                corrects || event.type() == FactType.VOIDED ? voided(events) : voided);
    }

    public List<CommitmentEvent> events() {
        return new FirstEvents(shared, size);
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

    boolean has(FactType type) {
        return events().stream().anyMatch(event -> event.type() == type);
    }

    /// The recorded promise that stands, as corrected; none while every one is struck.
    public Optional<EffectivePromise> promise() {
        return promise;
    }

    /// The fact that says the promise never existed, unless a correction has struck it.
    Optional<CommitmentEvent> voided() {
        return voided;
    }

    private static Optional<CommitmentEvent> voided(List<CommitmentEvent> events) {
        if (events.stream().noneMatch(event -> event.type() == FactType.VOIDED)) {
            return Optional.empty();
        }
        return EffectiveFacts.of(FactsOf.events(events), Standing.BACKDATE_SECONDS).facts().stream()
                .filter(fact -> fact.type() == FactType.VOIDED)
                .findFirst()
                .flatMap(fact -> events.stream()
                        .filter(event -> event.envelope().factId().equals(fact.id()))
                        .findFirst());
    }

    /// The beginning of a list that grows; it stays readable while the list does.
    private static final class FirstEvents extends AbstractList<CommitmentEvent> implements RandomAccess {
        private final List<CommitmentEvent> all;
        private final int size;

        FirstEvents(List<CommitmentEvent> all, int size) {
            this.all = all;
            this.size = size;
        }

        @Override
        public CommitmentEvent get(int index) {
            return all.get(Objects.checkIndex(index, size));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
