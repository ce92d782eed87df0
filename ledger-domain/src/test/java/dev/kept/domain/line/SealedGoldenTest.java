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
import dev.kept.domain.seal.PersonalText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sealed facts, the second revision of every type: what is sealed today is opened for ever. The golden file never
/// changes.
class SealedGoldenTest {
    private static final Path FILE = Path.of("src/test/resources/sealed-events.v2.json");
    private static final byte[] KEY = new byte[PersonalText.KEY_BYTES];

    static {
        Arrays.fill(KEY, (byte) 0x42);
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void sealsAndOpensWhatTheGoldenFileHolds(FactType type) throws IOException {
        JsonObject golden = (JsonObject) JsonReader.readTrusted(Files.readAllBytes(FILE));
        GoldenEvents.of(type).forEach((name, event) -> {
            String title = EventCatalog.of(type).eventName() + " " + name;
            JsonObject expected = (JsonObject) golden.get(title);
            assertThat(expected).as(title).isNotNull();

            PersonalText.Bytes sealed = sealed(type, name, event);
            assertThat(new String(sealed.payload(), UTF_8))
                    .as(title)
                    .isEqualTo(JsonWriter.text(expected.get("payload")));
            assertThat(sealed.meta()).as(title).isEqualTo(meta(expected));

            PersonalText.Bytes opened = PersonalText.open(
                    new PersonalText.Bytes(JsonWriter.bytes(expected.get("payload")), meta(expected)),
                    GoldenEvents.FACT_ID,
                    KEY);
            assertThat(read(type, opened)).as(title).isEqualTo(event);
        });
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void withoutItsKeyEverySealedFactIsReadAndSaysTheSameOfItsPromise(FactType type) {
        GoldenEvents.of(type).forEach((name, event) -> {
            PersonalText.Bytes sealed = sealed(type, name, event);
            CommitmentEvent erased = read(type, sealed);

            assertThat(erased).isEqualTo(read(type, PersonalText.open(sealed, GoldenEvents.FACT_ID, null)));
            assertThat(erased.type()).as(name).isEqualTo(event.type());
            assertThat(erased.envelope().at()).isEqualTo(event.envelope().at());
            assertThat(erased.envelope().evidence()).isEqualTo(event.envelope().evidence());
            assertThat(erased.envelope().key()).isEqualTo(event.envelope().key());
            if (erased instanceof CommitmentEvent.CommitmentMade made
                    && event instanceof CommitmentEvent.CommitmentMade known) {
                assertThat(made.terms().due()).isEqualTo(known.terms().due());
                assertThat(made.terms().customer()).isEqualTo(known.terms().customer());
                assertThat(made.terms().amount()).isEqualTo(known.terms().amount());
            }
            if (erased instanceof CommitmentEvent.FactCorrected corrected
                    && event instanceof CommitmentEvent.FactCorrected known) {
                assertThat(corrected.with() == null).isEqualTo(known.with() == null);
            }
        });
    }

    @Test
    void everyGoldenEventIsInTheFile() throws IOException {
        int events = 0;
        for (FactType type : FactType.values()) {
            events += GoldenEvents.of(type).size();
        }
        assertThat(((JsonObject) JsonReader.readTrusted(Files.readAllBytes(FILE))).members())
                .hasSize(events);
    }

    private static CommitmentEvent read(FactType type, PersonalText.Bytes content) {
        return EventJson.read(new EventJson.Stored(
                GoldenEvents.TENANT,
                GoldenEvents.FACT_ID,
                EventCatalog.of(type).eventName(),
                GoldenEvents.ACCEPTED,
                content.payload(),
                content.meta()));
    }

    /// The nonce follows from the event's name, so that the same bytes come out every time.
    static PersonalText.Bytes sealed(FactType type, String name, CommitmentEvent event) {
        byte[] nonce = ByteBuffer.allocate(PersonalText.NONCE_BYTES)
                .putInt(type.ordinal())
                .putInt(name.hashCode())
                .array();
        return PersonalText.seal(
                new PersonalText.Bytes(EventJson.payload(event), new TreeMap<>(EventJson.meta(event.envelope()))),
                GoldenEvents.FACT_ID,
                KEY,
                nonce);
    }

    private static Map<String, String> meta(JsonObject entry) {
        Map<String, String> meta = new TreeMap<>();
        ((JsonObject) entry.get("meta")).members().forEach((name, value) -> meta.put(name, ((JsonText) value).value()));
        return meta;
    }
}
