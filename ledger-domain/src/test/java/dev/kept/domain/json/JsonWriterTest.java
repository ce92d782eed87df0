package dev.kept.domain.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonValue.JsonText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void everyTextComesBackAndIsWrittenAsUtf8() {
        for (int code = 1; code <= Character.MAX_CODE_POINT; code += code < 0x3000 ? 1 : 97) {
            if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
                continue;
            }
            JsonText text = new JsonText("a" + Character.toString(code) + "b");

            byte[] bytes = JsonWriter.bytes(text);

            assertThat(JsonReader.read(bytes)).isEqualTo(text);
            assertThat(bytes).isEqualTo(JsonWriter.text(text).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void onlyWhatMustBeIsEscaped() {
        assertThat(JsonWriter.text(new JsonText("\"\\\n\r\t\b\f\u001f/é€😀\u007f")))
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0008\\u000c\\u001f/é€😀\u007f\"");
    }

    @Test
    void halfACharacterBecomesAQuestionMark() {
        assertThat(JsonWriter.bytes(new JsonText("a\ud800b\udc00")))
                .isEqualTo("\"a?b?\"".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDocumentGrowsAsFarAsItMust() {
        String plain = "x".repeat(10_000);
        String other = "é".repeat(10_000);

        String written = new JsonWriter()
                .beginObject()
                .member("plain", plain)
                .member("other", other)
                .member("number", Long.MIN_VALUE)
                .endObject()
                .toString();

        assertThat(written)
                .isEqualTo("{\"plain\":\"" + plain + "\",\"other\":\"" + other + "\",\"number\":-9223372036854775808}");
    }
}
