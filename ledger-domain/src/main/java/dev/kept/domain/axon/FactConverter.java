package dev.kept.domain.axon;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.axon.ledger.LedgerFact;
import dev.kept.domain.line.EventJson;
import java.lang.reflect.Type;
import java.util.Optional;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.conversion.ConversionException;
import org.axonframework.conversion.Converter;
import org.jspecify.annotations.Nullable;

/// Turns events into the bytes that are stored; stored bytes are handed on as they are.
public final class FactConverter implements Converter {
    @Override
    public boolean canConvert(Type sourceType, Type targetType) {
        return targetType.equals(sourceType)
                || targetType == byte[].class
                        && sourceType instanceof Class<?> source
                        && (CommitmentEvent.class.isAssignableFrom(source)
                                || DefinitionKind.isOne(source)
                                || source == LedgerFact.class);
    }

    @Override
    public <T> @Nullable T convert(@Nullable Object input, Type targetType) {
        Object converted = targetType != byte[].class
                ? input
                : switch (input) {
                    case CommitmentEvent event -> EventJson.payload(event);
                    case LedgerFact fact -> fact.payload();
                    case null -> null;
                    default -> {
                        Optional<DefinitionKind<?>> kind = DefinitionKind.of(input);
                        yield kind.isPresent() ? kind.get().payloadOf(input) : input;
                    }
                };
        if (converted != null && !(targetType instanceof Class<?> target && target.isInstance(converted))) {
            throw new ConversionException("no conversion of " + converted.getClass() + " to " + targetType);
        }
        @SuppressWarnings("unchecked")
        T result = (T) converted;
        return result;
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeProperty("type", "fact bytes");
    }
}
