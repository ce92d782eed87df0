package dev.kept.benchmarks.store;

import dev.kept.domain.axon.FactConverter;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.conversion.Converter;
import org.jspecify.annotations.Nullable;

/// The ledger's own bytes for payloads and metadata, so that both engines store the same.
final class StockConverter implements Converter {
    private final FactConverter facts = new FactConverter();

    @Override
    public boolean canConvert(Type sourceType, Type targetType) {
        return facts.canConvert(sourceType, targetType);
    }

    @Override
    public <T> @Nullable T convert(@Nullable Object input, Type targetType) {
        Object converted = switch (input) {
            case Map<?, ?> metadata when targetType == byte[].class -> write(metadata);
            case byte[] bytes when targetType != byte[].class -> read(bytes);
            case null, default -> facts.convert(input, targetType);
        };
        @SuppressWarnings("unchecked")
        T result = (T) converted;
        return result;
    }

    private static byte[] write(Map<?, ?> metadata) {
        JsonWriter json = new JsonWriter().beginObject();
        metadata.forEach((name, value) -> json.member(name.toString(), String.valueOf(value)));
        return json.endObject().toBytes();
    }

    static Map<String, String> read(byte[] meta) {
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

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeProperty("type", "fact bytes and metadata");
    }
}
