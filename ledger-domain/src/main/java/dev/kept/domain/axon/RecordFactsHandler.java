package dev.kept.domain.axon;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.fact.FactType;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.calendar.Calendars;
import dev.kept.domain.commitment.Circumstances;
import dev.kept.domain.commitment.CommitmentDecider;
import dev.kept.domain.commitment.CommitmentState;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.line.FactLineWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreTransaction;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.messaging.commandhandling.CommandHandler;
import org.axonframework.messaging.commandhandling.CommandMessage;
import org.axonframework.messaging.commandhandling.CommandResultMessage;
import org.axonframework.messaging.commandhandling.GenericCommandResultMessage;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// Handles [RecordFacts]: sources every commitment and every key of the batch with one criterion, decides item by item
/// on the states as they evolve, and appends what was accepted with one condition. An item that is refused or repeats
/// a known fact is answered by itself and spoils nothing.
public final class RecordFactsHandler implements CommandHandler {
    private static final MessageType RESULT = new MessageType("dev.kept.RecordFacts.Decided");

    /// Metadata for the store alone: the customer of the commitment, whose key seals the text.
    private static final String PERSON = "person";

    private static final FactConverter CONVERTER = new FactConverter();
    private static final Map<FactType, MessageType> TYPES = new EnumMap<>(FactType.class);

    static {
        for (EventCatalog entry : EventCatalog.values()) {
            TYPES.put(entry.type(), new MessageType(entry.eventName(), Integer.toString(entry.revision())));
        }
    }

    private final EventStore events;
    private final FactIds ids;

    public RecordFactsHandler(EventStore events, FactIds ids) {
        this.events = events;
        this.ids = ids;
    }

    @Override
    public MessageStream.Single<CommandResultMessage> handle(CommandMessage message, ProcessingContext context) {
        if (!(message.payload() instanceof RecordFacts batch)) {
            throw new IllegalStateException("expected RecordFacts, got " + message.type());
        }
        batch.resources().forEach(context::putResource);
        EventStoreTransaction transaction = events.transaction(context);
        CompletableFuture<CommandResultMessage> result = transaction
                .source(SourcingCondition.conditionFor(criteria(batch)))
                .reduce(new Known(), (known, entry) -> known.add(batch.tenant(), entry))
                .thenApply(known -> {
                    List<Decision> decisions = decide(batch, known, transaction);
                    context.putResource(RecordFacts.DECISIONS, decisions);
                    return new GenericCommandResultMessage(
                            RESULT, new RecordFacts.Decided(decisions, known.places, context));
                });
        return MessageStream.fromFuture(result);
    }

    private static EventCriteria criteria(RecordFacts batch) {
        Set<Tag> tags = LinkedHashSet.newLinkedHashSet(2 * batch.items().size());
        for (RecordFacts.Item item : batch.items()) {
            tags.add(FactTags.commitment(item.command().claim().commitment()));
            tags.add(FactTags.key(item.command().claim().key()));
            CommitmentDecider.calendars(item.command(), batch.tenant())
                    .forEach(name -> tags.add(FactTags.calendar(name)));
        }
        List<EventCriteria> either = new ArrayList<>(tags.size());
        tags.forEach(tag -> either.add(EventCriteria.havingTags(Set.of(tag))));
        return EventCriteria.either(either);
    }

    private List<Decision> decide(RecordFacts batch, Known known, EventStoreTransaction transaction) {
        List<Decision> decisions = new ArrayList<>(batch.items().size());
        Instant now = known.notBefore(batch.now());
        for (RecordFacts.Item item : batch.items()) {
            CommitmentCommand command = item.command();
            CommitmentState state = known.state(command.claim().commitment());
            if (!state.isEmpty()) {
                ids.passed(state.events().getLast().envelope().factId());
            }
            Decision decision = CommitmentDecider.decide(
                    command,
                    state,
                    new Circumstances(
                            batch.tenant(),
                            now,
                            item.entrance(),
                            ids.next(now),
                            FactLineWriter.fingerprint(command),
                            item.expectedVersion(),
                            batch.fourEyes(),
                            known.prior(command.claim().key()),
                            known::calendar));
            if (decision instanceof Decision.Accepted(CommitmentEvent event)) {
                CommitmentState after = known.evolve(state, event);
                batch.offers().accept(event.envelope().factId());
                transaction.appendEvent(message(event, customer(after, event)));
            }
            decisions.add(decision);
        }
        return decisions;
    }

    /// Whom the event's promise is made to, or by, with the event in force.
    private static @Nullable String customer(CommitmentState state, CommitmentEvent event) {
        return state.promise()
                .map(promise -> promise.terms().customer())
                .orElseGet(() -> event instanceof CommitmentEvent.CommitmentMade made
                        ? made.terms().customer()
                        : null);
    }

    /// The event as the store gets it.
    ///
    /// @param customer whose key seals the event's text; null if nothing is known of it yet
    static EventMessage message(CommitmentEvent event, @Nullable String customer) {
        Map<String, String> metadata = EventJson.meta(event.envelope());
        if (customer != null) {
            metadata.put(PERSON, customer);
        }
        return new GenericEventMessage(
                event.envelope().factId(),
                Objects.requireNonNull(TYPES.get(event.type())),
                event,
                metadata,
                event.envelope().acceptedAt());
    }

    /// The states and keys that the batch touches, as sourced and as they evolve within it.
    private static final class Known {
        private final Map<CommitmentId, CommitmentState> states = new HashMap<>();
        private final Map<IdempotencyKey, CommitmentEvent> byKey = new HashMap<>();
        private final Map<String, RecordFacts.Place> places = new HashMap<>();
        private final Map<String, Calendars.Version> calendars = new HashMap<>();
        private Instant accepted = Instant.MIN;

        /// The streams of the batch are sourced whole, so a fact's version is how many came before it. A fact that only
        /// its key has led to gets a version that means nothing, and nobody asks for it: it belongs to another
        /// commitment, so that the key is refused.
        Known add(String tenant, MessageStream.Entry<? extends EventMessage> entry) {
            Optional<DefinitionKind<?>> kind = DefinitionKind.of(entry.message());
            if (kind.isPresent()) {
                return kind.get().read(entry.message(), CONVERTER) instanceof CalendarDefined calendar
                        ? define(calendar)
                        : this;
            }
            CommitmentEvent event = read(tenant, entry.message());
            CommitmentState before = state(event.envelope().commitment());
            places.put(event.envelope().factId(), new RecordFacts.Place(position(entry), before.nextVersion()));
            evolve(before, event);
            return this;
        }

        private Known define(CalendarDefined event) {
            Calendars.Version before = calendars.get(event.name());
            calendars.put(
                    event.name(),
                    new Calendars.Version(event.name(), before == null ? 0 : before.number() + 1, event.calendar()));
            return this;
        }

        Optional<Calendars.Version> calendar(String name) {
            return Optional.ofNullable(calendars.get(name));
        }

        private static long position(MessageStream.Entry<? extends EventMessage> entry) {
            return TrackingToken.fromContext(entry)
                    .orElseThrow(() -> new IllegalStateException(
                            "fact " + entry.message().identifier() + " was sourced without its position"))
                    .position()
                    .orElseThrow();
        }

        private static CommitmentEvent read(String tenant, EventMessage message) {
            byte[] payload = message.payloadAs(byte[].class, CONVERTER);
            if (payload == null) {
                throw new IllegalStateException("fact " + message.identifier() + " has no payload");
            }
            return EventJson.read(new EventJson.Stored(
                    tenant,
                    message.identifier(),
                    message.type().qualifiedName().fullName(),
                    message.timestamp(),
                    payload,
                    message.metadata()));
        }

        /// Acceptance never decreases, whatever the clock does.
        Instant notBefore(Instant now) {
            return accepted.isAfter(now) ? accepted : now;
        }

        /// @return the state of its commitment with it
        CommitmentState evolve(CommitmentState before, CommitmentEvent event) {
            if (event.envelope().acceptedAt().isAfter(accepted)) {
                accepted = event.envelope().acceptedAt();
            }
            CommitmentState now = before.evolve(event);
            states.put(event.envelope().commitment(), now);
            byKey.putIfAbsent(event.envelope().key(), event);
            return now;
        }

        CommitmentState state(CommitmentId commitment) {
            return states.getOrDefault(commitment, CommitmentState.empty());
        }

        @Nullable CommitmentEvent prior(IdempotencyKey key) {
            return byKey.get(key);
        }
    }
}
