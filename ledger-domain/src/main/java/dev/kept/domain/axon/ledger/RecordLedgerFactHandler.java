package dev.kept.domain.axon.ledger;

import dev.kept.domain.axon.FactIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.axonframework.messaging.eventstreaming.EventCriteria;

/// Handles [RecordLedgerFact]: what is recorded of the subject already is its state.
public final class RecordLedgerFactHandler implements CommandHandler {
    private static final MessageType RESULT = new MessageType("dev.kept.RecordLedgerFact.Recorded");

    private final EventStore events;
    private final FactIds ids;

    public RecordLedgerFactHandler(EventStore events, FactIds ids) {
        this.events = events;
        this.ids = ids;
    }

    @Override
    public MessageStream.Single<CommandResultMessage> handle(CommandMessage message, ProcessingContext context) {
        if (!(message.payload() instanceof RecordLedgerFact command)) {
            throw new IllegalStateException("expected RecordLedgerFact, got " + message.type());
        }
        EventStoreTransaction transaction = events.transaction(context);
        EventCriteria criteria = EventCriteria.havingTags(Set.of(LedgerFact.tag(command.name(), command.subject())));
        CompletableFuture<CommandResultMessage> result = transaction
                .source(SourcingCondition.conditionFor(criteria))
                .reduce(new ArrayList<EventMessage>(), (all, entry) -> {
                    all.add(entry.message());
                    return all;
                })
                .thenApply(known -> new GenericCommandResultMessage(RESULT, record(command, known, transaction)));
        return MessageStream.fromFuture(result);
    }

    private RecordLedgerFact.Recorded record(
            RecordLedgerFact command, List<EventMessage> known, EventStoreTransaction transaction) {
        if (!known.isEmpty()) {
            return new RecordLedgerFact.Recorded(known.getFirst().identifier(), false);
        }
        Instant accepted = command.now();
        LedgerFact fact = new LedgerFact(
                ids.next(accepted), command.name(), command.subject(), command.payload(), command.meta(), accepted);
        transaction.appendEvent(new GenericEventMessage(
                fact.factId(),
                new MessageType(fact.name(), Integer.toString(LedgerFact.REVISION)),
                fact,
                fact.meta(),
                accepted));
        return new RecordLedgerFact.Recorded(fact.factId(), true);
    }
}
