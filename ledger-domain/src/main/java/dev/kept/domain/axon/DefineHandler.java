package dev.kept.domain.axon;

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

/// Handles [Define]: the definitions of that name so far are its state.
public final class DefineHandler implements CommandHandler {
    private static final MessageType RESULT = new MessageType("dev.kept.Define.Decided");
    private static final FactConverter CONVERTER = new FactConverter();

    private final EventStore events;
    private final FactIds ids;

    public DefineHandler(EventStore events, FactIds ids) {
        this.events = events;
        this.ids = ids;
    }

    @Override
    public MessageStream.Single<CommandResultMessage> handle(CommandMessage message, ProcessingContext context) {
        if (!(message.payload() instanceof Define<?> command)) {
            throw new IllegalStateException("expected Define, got " + message.type());
        }
        return MessageStream.fromFuture(handle(command, events.transaction(context)));
    }

    private <E> CompletableFuture<CommandResultMessage> handle(Define<E> command, EventStoreTransaction transaction) {
        EventCriteria criteria = EventCriteria.either(List.of(
                EventCriteria.havingTags(Set.of(command.kind().tagOf(command.name()))),
                EventCriteria.havingTags(Set.of(FactTags.key(command.key())))));
        return transaction
                .source(SourcingCondition.conditionFor(criteria))
                .reduce(new ArrayList<EventMessage>(), (all, entry) -> {
                    all.add(entry.message());
                    return all;
                })
                .thenApply(known -> new GenericCommandResultMessage(RESULT, decide(command, known, transaction)));
    }

    private <E> Define.Decided<E> decide(
            Define<E> command, List<EventMessage> known, EventStoreTransaction transaction) {
        DefinitionKind<E> kind = command.kind();
        E latest = null;
        int version = -1;
        Instant accepted = command.now();
        for (EventMessage message : known) {
            accepted = message.timestamp().isAfter(accepted) ? message.timestamp() : accepted;
            if (!message.type().qualifiedName().equals(kind.type().qualifiedName())) {
                return new Define.Decided.KeyTaken<>(message.identifier());
            }
            E event = kind.read(message, CONVERTER);
            if (kind.name().apply(event).equals(command.name())) {
                latest = event;
                version++;
            }
            if (kind.key().apply(event).equals(command.key())) {
                return says(kind, event, command)
                        ? new Define.Decided.Unchanged<>(event, version)
                        : new Define.Decided.KeyTaken<>(message.identifier());
            }
        }
        if (command.expectedVersion() != null && command.expectedVersion() != version) {
            return new Define.Decided.OtherVersion<>(version);
        }
        if (latest != null && says(kind, latest, command)) {
            return new Define.Decided.Unchanged<>(latest, version);
        }
        String factId = ids.next(accepted);
        E event = command.content().at(factId, accepted);
        transaction.appendEvent(new GenericEventMessage(
                factId,
                kind.type(),
                event,
                kind.meta().apply(event),
                kind.acceptedAt().apply(event)));
        return new Define.Decided.Defined<>(event, version + 1);
    }

    private static <E> boolean says(DefinitionKind<E> kind, E event, Define<E> command) {
        E wanted = command.content().at("", command.now());
        return kind.name().apply(event).equals(command.name())
                && kind.says().apply(event).equals(kind.says().apply(wanted));
    }
}
