package dev.kept.store;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.util.HashMap;
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

/// Turns facts into messages: payload as stored, token the fact's own position.
///
/// A fact that says when it happened (metadata `at`) has the acceptance as its message's timestamp. Any other gave its
/// timestamp for that, and gets it back.
final class FactMessages {
    private final Map<String, Map<Integer, MessageType>> types = new ConcurrentHashMap<>();

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

    private EventMessage message(StoredFact fact) {
        Map<String, String> metadata = metadata(fact.meta());
        return new GenericEventMessage(
                fact.factId(),
                type(fact.name(), fact.revision()),
                fact.payload(),
                metadata,
                metadata.containsKey(Tags.AT) ? fact.acceptedAt() : fact.at());
    }

    private MessageType type(String name, int revision) {
        return types.computeIfAbsent(name, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(revision, _ -> new MessageType(name, Integer.toString(revision)));
    }

    private static Map<String, String> metadata(byte[] meta) {
        Map<String, String> metadata = new HashMap<>();
        if (JsonReader.readTrusted(meta) instanceof JsonObject(var members)) {
            members.forEach((name, value) -> {
                if (value instanceof JsonText(String text)) {
                    metadata.put(name, text);
                }
            });
        }
        return metadata;
    }
}
