package dev.kept.domain.axon;

import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.line.CalendarLine;
import dev.kept.domain.line.EventJson;
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

/// Handles [DefineCalendar]: its definitions so far are its state.
public final class DefineCalendarHandler implements CommandHandler {
    private static final MessageType RESULT = new MessageType("dev.kept.DefineCalendar.Decided");
    private static final MessageType TYPE =
            new MessageType(CalendarDefined.EVENT_NAME, Integer.toString(CalendarDefined.REVISION));
    private static final FactConverter CONVERTER = new FactConverter();

    private final EventStore events;
    private final FactIds ids;

    public DefineCalendarHandler(EventStore events, FactIds ids) {
        this.events = events;
        this.ids = ids;
    }

    @Override
    public MessageStream.Single<CommandResultMessage> handle(CommandMessage message, ProcessingContext context) {
        if (!(message.payload() instanceof DefineCalendar command)) {
            throw new IllegalStateException("expected DefineCalendar, got " + message.type());
        }
        EventStoreTransaction transaction = events.transaction(context);
        EventCriteria criteria = EventCriteria.either(List.of(
                EventCriteria.havingTags(Set.of(FactTags.calendar(command.name()))),
                EventCriteria.havingTags(Set.of(FactTags.key(command.key())))));
        CompletableFuture<CommandResultMessage> result = transaction
                .source(SourcingCondition.conditionFor(criteria))
                .reduce(new ArrayList<EventMessage>(), (all, entry) -> {
                    all.add(entry.message());
                    return all;
                })
                .thenApply(known -> new GenericCommandResultMessage(RESULT, decide(command, known, transaction)));
        return MessageStream.fromFuture(result);
    }

    private DefineCalendar.Decided decide(
            DefineCalendar command, List<EventMessage> known, EventStoreTransaction transaction) {
        CalendarDefined latest = null;
        int version = -1;
        Instant accepted = command.now();
        for (EventMessage message : known) {
            accepted = message.timestamp().isAfter(accepted) ? message.timestamp() : accepted;
            if (!isDefinition(message)) {
                return new DefineCalendar.Decided.KeyTaken(message.identifier());
            }
            CalendarDefined event = read(message);
            if (event.name().equals(command.name())) {
                latest = event;
                version++;
            }
            if (event.key().equals(command.key())) {
                return says(event, command)
                        ? new DefineCalendar.Decided.Unchanged(event, version)
                        : new DefineCalendar.Decided.KeyTaken(event.factId());
            }
        }
        if (command.expectedVersion() != null && command.expectedVersion() != version) {
            return new DefineCalendar.Decided.OtherVersion(version);
        }
        if (latest != null && says(latest, command)) {
            return new DefineCalendar.Decided.Unchanged(latest, version);
        }
        CalendarDefined event = new CalendarDefined(
                ids.next(accepted),
                command.name(),
                command.calendar(),
                command.regions(),
                command.key(),
                command.actor(),
                accepted);
        transaction.appendEvent(
                new GenericEventMessage(event.factId(), TYPE, event, CalendarLine.meta(event), event.acceptedAt()));
        return new DefineCalendar.Decided.Defined(event, version + 1);
    }

    private static boolean says(CalendarDefined event, DefineCalendar command) {
        return event.name().equals(command.name())
                && event.calendar().equals(command.calendar())
                && event.regions().equals(command.regions());
    }

    static boolean isDefinition(EventMessage message) {
        return message.type().qualifiedName().fullName().equals(CalendarDefined.EVENT_NAME);
    }

    static CalendarDefined read(EventMessage message) {
        byte[] payload = message.payloadAs(byte[].class, CONVERTER);
        if (payload == null) {
            throw new IllegalStateException("fact " + message.identifier() + " has no payload");
        }
        return CalendarLine.stored(new EventJson.Stored(
                "",
                message.identifier(),
                CalendarDefined.EVENT_NAME,
                message.timestamp(),
                payload,
                message.metadata()));
    }
}
