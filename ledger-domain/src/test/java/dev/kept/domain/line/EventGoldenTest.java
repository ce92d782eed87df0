package dev.kept.domain.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.fact.FactType;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is stored today is read for ever: the golden files never change, a new shape gets a new revision and a file of
/// its own.
class EventGoldenTest {
    private static final Path FILES = Path.of("src/test/resources/events");

    @ParameterizedTest
    @EnumSource(FactType.class)
    void writesWhatTheGoldenFileHolds(FactType type) throws IOException {
        String file = Files.readString(file(type));
        Map<String, JsonObject> golden = golden(type);
        GoldenEvents.of(type).forEach((name, event) -> {
            JsonObject expected = golden.get(name);
            assertThat(expected).as(name).isNotNull();
            String payload = new String(EventJson.payload(event), UTF_8);
            assertThat(payload).as(name).isEqualTo(JsonWriter.text(expected.get("payload")));
            assertThat(file).as(name).contains(payload);
            assertThat(EventJson.meta(event.envelope())).as(name).isEqualTo(meta(expected));
        });
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void readsWhatTheGoldenFileHolds(FactType type) throws IOException {
        Map<String, CommitmentEvent> expected = GoldenEvents.of(type);
        Map<String, JsonObject> golden = golden(type);
        assertThat(golden.keySet()).isEqualTo(expected.keySet());
        golden.forEach((name, entry) -> {
            CommitmentEvent read = EventJson.read(new EventJson.Stored(
                    GoldenEvents.TENANT,
                    GoldenEvents.FACT_ID,
                    EventCatalog.of(type).eventName(),
                    GoldenEvents.ACCEPTED,
                    JsonWriter.bytes(entry.get("payload")),
                    meta(entry)));
            assertThat(read).as(name).isEqualTo(expected.get(name));
        });
    }

    @Test
    void everyStoredNameHasItsFile() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(Stream.of(EventCatalog.values())
                            .map(entry -> entry.storedName() + ".json")
                            .toList());
        }
    }

    private static Path file(FactType type) {
        return FILES.resolve(EventCatalog.of(type).storedName() + ".json");
    }

    private static Map<String, JsonObject> golden(FactType type) throws IOException {
        Map<String, JsonObject> golden = new LinkedHashMap<>();
        ((JsonObject) JsonReader.readTrusted(Files.readAllBytes(file(type))))
                .members()
                .forEach((name, entry) -> golden.put(name, (JsonObject) entry));
        return golden;
    }

    private static Map<String, String> meta(JsonObject entry) {
        Map<String, String> meta = new LinkedHashMap<>();
        ((JsonObject) entry.get("meta")).members().forEach((name, value) -> meta.put(name, ((JsonText) value).value()));
        return meta;
    }
}
