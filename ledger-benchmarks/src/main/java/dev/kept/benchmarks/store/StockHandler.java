package dev.kept.benchmarks.store;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.id.CommitmentId;
import dev.kept.domain.axon.FactTags;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Circumstances;
import dev.kept.domain.commitment.CommitmentDecider;
import dev.kept.domain.commitment.CommitmentState;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.line.FactLineWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
import org.axonframework.messaging.eventstreaming.EventCriteria;

/// One command on the stock engine: sources its commitment, decides by the ledger's own rules, appends one event.
///
/// The stock engine takes one tag an event, so idempotency keys are left out: it does less than the ledger does.
final class StockHandler implements CommandHandler {
    static final String NAME = "dev.kept.benchmarks.RecordOne";

    private static final MessageType RESULT = new MessageType("dev.kept.benchmarks.RecordOne.Decided");

    private final EventStore events;

    StockHandler(EventStore events) {
        this.events = events;
    }

    @Override
    public MessageStream.Single<CommandResultMessage> handle(CommandMessage message, ProcessingContext context) {
        if (!(message.payload() instanceof RecordFacts.Item item)) {
            throw new IllegalStateException("expected one item, got " + message.type());
        }
        EventStoreTransaction transaction = events.transaction(context);
        CommitmentId commitment = item.command().claim().commitment();
        var criteria = EventCriteria.havingTags(FactTags.commitment(commitment));
        return MessageStream.fromFuture(transaction
                .source(SourcingCondition.conditionFor(criteria))
                .reduce(CommitmentState.empty(), (state, entry) -> state.evolve(read(entry.message())))
                .thenApply(state -> decide(item, state, transaction)));
    }

    private static CommandResultMessage decide(
            RecordFacts.Item item, CommitmentState state, EventStoreTransaction transaction) {
        Decision decision = CommitmentDecider.decide(
                item.command(),
                state,
                new Circumstances(
                        Stock.TENANT,
                        Instant.now(),
                        item.entrance(),
                        UUID.randomUUID().toString(),
                        FactLineWriter.fingerprint(item.command()),
                        null,
                        false,
                        null,
                        _ -> Optional.empty()));
        if (!(decision instanceof Decision.Accepted(CommitmentEvent event))) {
            throw new IllegalStateException("expected an accepted fact, got " + decision);
        }
        transaction.appendEvent(message(event));
        return new GenericCommandResultMessage(RESULT, decision);
    }

    private static EventMessage message(CommitmentEvent event) {
        EventCatalog type = EventCatalog.of(event.type());
        return new GenericEventMessage(
                event.envelope().factId(),
                new MessageType(type.eventName(), Integer.toString(type.revision())),
                event,
                EventJson.meta(event.envelope()),
                event.envelope().acceptedAt());
    }

    private static CommitmentEvent read(EventMessage message) {
        return EventJson.read(new EventJson.Stored(
                Stock.TENANT,
                message.identifier(),
                message.type().qualifiedName().fullName(),
                message.timestamp(),
                (byte[]) Objects.requireNonNull(message.payload()),
                message.metadata()));
    }
}
