package dev.kept.store;

import dev.kept.domain.seal.PersonalText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.GlobalIndexConsistencyMarker;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageStream.Entry;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.SimpleEntry;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.GlobalSequenceTrackingToken;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.jspecify.annotations.Nullable;

/// Turns facts into messages: payload as stored, token the fact's own position.
///
/// A fact that says when it happened (metadata `at`) has the acceptance as its message's timestamp. Any other gave its
/// timestamp for that, and gets it back.
final class FactMessages {
    private final Map<String, Map<Integer, MessageType>> types = new ConcurrentHashMap<>();
    private final @Nullable KeyRing keys;

    /// @param keys null where facts are not sealed
    FactMessages(@Nullable KeyRing keys) {
        this.keys = keys;
    }

    Entry<EventMessage> entry(StoredFact fact) {
        Context context = TrackingToken.addToContext(Context.empty(), new GlobalSequenceTrackingToken(fact.position()));
        return new SimpleEntry<>(message(fact), context);
    }

    /// A finite stream that ends with the marker of the head.
    MessageStream<EventMessage> sourced(Stream<StoredFact> facts, Head head) {
        Context end =
                ConsistencyMarker.addToContext(Context.empty(), new GlobalIndexConsistencyMarker(head.size() - 1));
        return entries(Stream.concat(
                facts.map(this::entry), Stream.of(new SimpleEntry<EventMessage>(TerminalEventMessage.INSTANCE, end))));
    }

    private static MessageStream<EventMessage> entries(Stream<Entry<EventMessage>> entries) {
        return MessageStream.fromStream(entries, Entry::message, entry -> entry);
    }

    /// With the personal text in the clear, where its key is still there.
    private EventMessage message(StoredFact fact) {
        PersonalText.Bytes content = Opening.open(fact, keys);
        Map<String, String> metadata = content.meta();
        return new GenericEventMessage(
                fact.factId(),
                type(fact.name(), fact.revision()),
                content.payload(),
                metadata,
                metadata.containsKey(Tags.AT) ? fact.acceptedAt() : fact.at());
    }

    private MessageType type(String name, int revision) {
        return types.computeIfAbsent(name, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(revision, _ -> new MessageType(name, Integer.toString(revision)));
    }
}
