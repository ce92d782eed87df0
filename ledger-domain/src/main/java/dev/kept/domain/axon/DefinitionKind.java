package dev.kept.domain.axon;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.line.CalendarLine;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.series.SeriesDefined;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;

/// A kind of fact that is about the ledger itself and not about one commitment: it defines something by its name, and
/// each one of the same name takes the place of the one before.
///
/// @param says what a definition says, to tell whether two say the same
public record DefinitionKind<E>(
        Class<E> event,
        MessageType type,
        String tag,
        Function<E, String> name,
        Function<E, IdempotencyKey> key,
        Function<E, Instant> acceptedAt,
        Function<E, Object> says,
        Function<E, byte[]> payload,
        Function<E, Map<String, String>> meta,
        Function<EventJson.Stored, E> read) {
    public static final DefinitionKind<CalendarDefined> CALENDAR = new DefinitionKind<>(
            CalendarDefined.class,
            new MessageType(CalendarDefined.EVENT_NAME, Integer.toString(CalendarDefined.REVISION)),
            FactTags.CALENDAR,
            CalendarDefined::name,
            CalendarDefined::key,
            CalendarDefined::acceptedAt,
            event -> List.of(event.calendar(), event.regions()),
            CalendarLine::payload,
            CalendarLine::meta,
            CalendarLine::stored);

    public static final DefinitionKind<SeriesDefined> SERIES = new DefinitionKind<>(
            SeriesDefined.class,
            new MessageType(SeriesDefined.EVENT_NAME, Integer.toString(SeriesDefined.REVISION)),
            FactTags.SERIES,
            event -> event.series().name(),
            SeriesDefined::key,
            SeriesDefined::acceptedAt,
            SeriesDefined::series,
            SeriesLine::payload,
            SeriesLine::meta,
            SeriesLine::stored);

    private static final List<DefinitionKind<?>> ALL = List.of(CALENDAR, SERIES);

    /// The kind of a fact by the stored name of its type; nothing for facts about commitments.
    static Optional<DefinitionKind<?>> of(EventMessage message) {
        String name = message.type().qualifiedName().fullName();
        return ALL.stream()
                .filter(kind -> kind.type.qualifiedName().fullName().equals(name))
                .findFirst();
    }

    static boolean isOne(Class<?> event) {
        return ALL.stream().anyMatch(kind -> kind.event == event);
    }

    /// The kind of a definition itself.
    static Optional<DefinitionKind<?>> of(Object definition) {
        return ALL.stream().filter(kind -> kind.event.isInstance(definition)).findFirst();
    }

    byte[] payloadOf(Object definition) {
        return payload.apply(event.cast(definition));
    }

    Tag tagOf(String called) {
        return new Tag(tag, called);
    }

    Tag nameTag(Object definition) {
        return tagOf(name.apply(event.cast(definition)));
    }

    Tag keyTag(Object definition) {
        return FactTags.key(key.apply(event.cast(definition)));
    }

    E read(EventMessage message, FactConverter converter) {
        byte[] stored = message.payloadAs(byte[].class, converter);
        if (stored == null) {
            throw new IllegalStateException("fact " + message.identifier() + " has no payload");
        }
        return read.apply(new EventJson.Stored(
                "",
                message.identifier(),
                message.type().qualifiedName().fullName(),
                message.timestamp(),
                stored,
                message.metadata()));
    }
}
