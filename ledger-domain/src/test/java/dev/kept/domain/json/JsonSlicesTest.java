package dev.kept.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.json.JsonSlices.Slice;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.sample.Mutation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSlicesTest {
    private static final String COMPACT =
            "{\"a\":\"\\\"é\\n\\\\\",\"b\":{\"c\":[1,{\"d\":null}],\"\":true},\"é\":-1.50e+2,\"z\":\"\"}";

    @Test
    void whatIsWrittenAsItShouldIsNotCopied() {
        byte[] compact = utf8("{\"a\":\"é\\n\",\"b\":{\"c\":[1,true,{\"d\":null}]},\"n\":12}");

        JsonSlices slices = JsonSlices.of(compact).orElseThrow();

        assertThat(slices.bytes()).isSameAs(compact);
        assertThat(slices.members()).extracting(Slice::name).containsExactly("a", "b", "n");
        assertThat(slices.isObject(slices.members().get(0))).isFalse();
        assertThat(slices.isObject(slices.members().get(1))).isTrue();
        assertThat(slices.within(slices.members().get(1)))
                .extracting(slice -> text(compact, slice.from(), slice.to()))
                .containsExactly("\"c\":[1,true,{\"d\":null}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {}",
                "{\"a\": 1}",
                "{\"a\":\"\\u0041\\/\\u0001\"}",
                "{\"a\":-0.0,\"b\":1e5,\"c\":-12}",
                "{\"a\":\"\ufffd\"}"
            })
    void whatIsWrittenOtherwiseIsWrittenAnew(String json) {
        assertSameAsWritten(utf8(json));
    }

    @Test
    void anObjectOfManyMembersIsReadToo() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 200; i++) {
            json.append(i == 0 ? "" : ",").append("\"m").append(i).append("\":").append(i);
        }

        assertSameAsWritten(utf8(json.append('}').toString()));
        assertThatThrownBy(() -> JsonSlices.of(utf8(json + "x"))).isInstanceOf(JsonException.class);
    }

    @Test
    void nestingIsBoundedAsInReading() {
        assertSameAsWritten(utf8("{\"a\":".repeat(32) + "1" + "}".repeat(32)));
        assertThatThrownBy(() -> JsonSlices.of(utf8("{\"a\":".repeat(33) + "1" + "}".repeat(33))))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> JsonSlices.of(utf8("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}")))
                .isInstanceOf(JsonException.class);
    }

    /// Whatever bytes come: the same as reading and writing them gives, or the same refusal.
    @Test
    void anyBytesAreTakenAsReadingAndWritingThemWould() {
        for (int seed = 0; seed < 60_000; seed++) {
            Random random = new Random(seed);
            assertSameAsWritten(Mutation.of(utf8(COMPACT), random));
        }
    }

    private static void assertSameAsWritten(byte[] json) {
        JsonValue value;
        try {
            value = JsonReader.readTrusted(json);
        } catch (JsonException refused) {
            assertThatThrownBy(() -> JsonSlices.of(json))
                    .isInstanceOf(JsonException.class)
                    .hasMessage(refused.getMessage());
            return;
        }
        Optional<JsonSlices> slices = JsonSlices.of(json);
        if (!(value instanceof JsonObject object)) {
            assertThat(slices).isEmpty();
            return;
        }
        assertThat(slices).isPresent();
        byte[] bytes = slices.get().bytes();
        assertThat(bytes).as(text(json, 0, json.length)).isEqualTo(JsonWriter.bytes(value));
        StringBuilder again = new StringBuilder();
        for (Slice member : slices.get().members()) {
            again.append(again.isEmpty() ? "{" : ",").append(text(bytes, member.from(), member.to()));
        }
        assertThat(again.isEmpty() ? "{}" : again + "}").isEqualTo(text(bytes, 0, bytes.length));
        assertThat(slices.get().members()).hasSize(object.members().size());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
