package dev.kept.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonBoolean;
import dev.kept.domain.json.JsonValue.JsonNull;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.sample.Mutation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    /// @param message what the refusal must say
    record Hostile(String name, byte[] bytes, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Hostile hostile(String name, String text, String message) {
        return new Hostile(name, text.getBytes(StandardCharsets.UTF_8), message);
    }

    private static Hostile bytes(String name, String message, int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return new Hostile(name, raw, message);
    }

    static List<Hostile> hostile() {
        return List.of(
                hostile("nothing", "", "where a value should stand at character 0"),
                hostile("only space", " \n\t\r", "where a value should stand at character 4"),
                hostile("duplicate names", "{\"a\":1,\"b\":2,\"a\":1}", "\"a\" stands twice at character 13"),
                hostile("duplicate names, one escaped", "{\"a\":1,\"\\u0061\":1}", "\"a\" stands twice at character 7"),
                hostile("duplicate names, deep", "[{\"x\":{\"\":0,\"\":0}}]", "\"\" stands twice"),
                hostile("escaped NUL", "\"\\u0000\"", "NUL"),
                hostile("escaped NUL in a name", "{\"\\u0000\":1}", "NUL"),
                hostile("raw NUL", "\"\0\"", "control character U+0000"),
                hostile("NUL after the end", "1\0", "follows the end"),
                hostile("raw line break in a text", "\"a\nb\"", "control character U+000A"),
                hostile("raw escape in a text", "\"\u001b[2J\"", "control character U+001B"),
                hostile("lone high surrogate", "\"\\ud800\"", "lone surrogate"),
                hostile("lone low surrogate", "\"\\udc00\"", "lone surrogate"),
                hostile("surrogates the wrong way round", "\"\\udc00\\ud800\"", "lone surrogate"),
                hostile("high surrogate before a letter", "\"\\ud800a\"", "lone surrogate"),
                hostile("lone surrogate in a name", "{\"\\ud800\":1}", "lone surrogate"),
                bytes("stray continuation byte", "not valid UTF-8", '"', 0x80, '"'),
                bytes("cut sequence", "not valid UTF-8", '"', 0xe2, 0x82, '"'),
                bytes("overlong NUL", "not valid UTF-8", '"', 0xc0, 0x80, '"'),
                bytes("overlong slash", "not valid UTF-8", '"', 0xe0, 0x80, 0xaf, '"'),
                bytes("encoded surrogate", "not valid UTF-8", '"', 0xed, 0xa0, 0x80, '"'),
                bytes("beyond U+10FFFF", "not valid UTF-8", '"', 0xf4, 0x90, 0x80, 0x80, '"'),
                bytes("byte 0xff", "not valid UTF-8", 0xff),
                bytes("UTF-16", "not valid UTF-8", 0xfe, 0xff, 0, '1'),
                bytes("byte order mark", "unexpected character U+FEFF at character 0", 0xef, 0xbb, 0xbf, '1'),
                hostile("33 arrays", "[".repeat(33) + "]".repeat(33), "deeper than 32 at character 32"),
                hostile("33 objects", "{\"a\":".repeat(33) + "1" + "}".repeat(33), "deeper than 32"),
                hostile("100,000 open arrays", "[".repeat(100_000), "deeper than 32"),
                hostile("100,000 open objects", "{\"a\":".repeat(100_000), "deeper than 32"),
                hostile("text of 4,097 bytes", "\"" + "x".repeat(4_097) + "\"", "4097 bytes is longer than 4096"),
                hostile("text of 4,098 bytes in two-byte letters", "\"" + "é".repeat(2_049) + "\"", "4098 bytes"),
                hostile("text of 4,100 bytes in escapes", "\"" + "\\ud83d\\ude00".repeat(1_025) + "\"", "4100 bytes"),
                hostile("name of 4,097 bytes", "{\"" + "x".repeat(4_097) + "\":1}", "4097 bytes"),
                hostile("number of 39 digits", "1".repeat(39), "more than 38 digits"),
                hostile("fraction of 39 digits", "0." + "1".repeat(38), "more than 38 digits"),
                hostile("38 digits and an exponent", "1".repeat(38) + "e1", "more than 38 digits"),
                hostile("exponent of 4 digits", "1e1000", "more than 3 digits"),
                hostile("exponent with leading zeros", "1e0001", "more than 3 digits"),
                hostile("a million digits", "9".repeat(1_000_000), "more than 38 digits"),
                hostile("leading zero", "01", "leading zero"),
                hostile("negative leading zero", "-01", "leading zero"),
                hostile("plus sign", "+1", "unexpected character '+'"),
                hostile("lone minus", "-", "needs digits"),
                hostile("minus minus", "--1", "needs digits"),
                hostile("no digit before the point", ".5", "unexpected character '.'"),
                hostile("no digit after the point", "1.", "after the point"),
                hostile("empty exponent", "1e", "exponent needs digits"),
                hostile("signed empty exponent", "1e+-1", "exponent needs digits"),
                hostile("hexadecimal", "0x1F", "follows the end"),
                hostile("NaN", "NaN", "unexpected character 'N'"),
                hostile("Infinity", "-Infinity", "needs digits"),
                hostile("digits of another script", "１", "unexpected character U+FF11"),
                hostile("true in capitals", "TRUE", "unexpected character 'T'"),
                hostile("cut word", "tru", "unknown word"),
                hostile("longer word", "nullx", "follows the end"),
                hostile("trailing garbage", "{} x", "follows the end of the JSON value at character 3"),
                hostile("two values", "{}{}", "follows the end"),
                hostile("trailing comma in an object", "{\"a\":1,}", "member name"),
                hostile("trailing comma in an array", "[1,]", "unexpected character ']'"),
                hostile("missing comma", "[1 2]", "comma or ]"),
                hostile("missing comma between members", "{\"a\":1 \"b\":2}", "comma or }"),
                hostile("missing colon", "{\"a\" 1}", "colon is missing after \"a\""),
                hostile("name without quotes", "{a:1}", "member name"),
                hostile("single quotes", "{'a':1}", "member name"),
                hostile("comment", "{} // x", "follows the end"),
                hostile("open text", "\"a", "not closed at character 0"),
                hostile("text that ends in an escape", "\"a\\", "ends in an escape"),
                hostile("unknown escape", "\"\\x41\"", "unknown escape"),
                hostile("short unicode escape", "\"\\u12\"", "four hexadecimal digits"),
                hostile("unicode escape of another script", "\"\\u００４１\"", "four hexadecimal digits"),
                hostile("signed unicode escape", "\"\\u+041\"", "four hexadecimal digits"),
                hostile("open object", "{\"a\":1", "comma or }"),
                hostile("open array", "[1", "comma or ]"),
                hostile("no-break space", "\u00a01", "unexpected character U+00A0"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refuses(Hostile input) {
        assertThatThrownBy(() -> JsonReader.read(input.bytes()))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(input.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'L'}|a",
                "{'b':1,'a':'L'}|a",
                "{'x':{'a':'L'}}|a",
                "{'a':[{'b':'2'},'L']}|a",
                "{'b':{'c':{}},'a':[['L']]}|a",
                "'L'|",
                "{'b':{'L':1}}|"
            })
    void namesTheMemberWhoseTextIsTooLong(String json, @Nullable String member) {
        String text = json.replace('\'', '"').replace("L", "x".repeat(5_000));

        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOfSatisfying(
                        JsonException.class,
                        fault -> assertThat(fault.tooLong()).isEqualTo(Optional.ofNullable(member)))
                .hasMessageContaining("of 5000 bytes is longer than 4096");
    }

    @Test
    void readsTheTextsOfAnObjectAlone() {
        assertThat(JsonReader.readTexts(
                        "{ \"a\" : \"1\" , \"b\":2,\"c\":{\"d\":\"3\"},\"e\":[\"4\"], \"f\\n\":\"\\u682a\\\"\" } "
                                .getBytes(StandardCharsets.UTF_8)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "f\n", "\u682a\""));
        assertThat(JsonReader.readTexts("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"a\":\"1\"",
                "{\"a\":\"1\",}",
                "{\"a\":\"1\" \"b\":\"2\"}",
                "{\"a\" \"1\"}",
                "{\"a\":}",
                "{\"a\":\"1\"}x",
                "{\"a\":\"1\",\"a\":\"2\"}"
            })
    void refusesTextsOfWhatIsNoObject(String json) {
        assertThatThrownBy(() -> JsonReader.readTexts(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void saysWhereTheFaultIs() {
        JsonException fault = (JsonException) catchThrowable(() -> JsonReader.read("{\"a\":1,\"b\":x}"));
        assertThat(fault.offset()).isEqualTo(11);
    }

    @Test
    void cutsAnEndlessNameInItsMessage() {
        Throwable fault = catchThrowable(() -> JsonReader.read("{\"" + "n".repeat(4_000) + "\" 1}"));
        assertThat(fault.getMessage()).hasSizeLessThan(150).contains("nnn…");
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(JsonReader.read(" {\"t\":\"x\" , \"n\":-1.50e+2,\"b\":[true,false,null,{}], \"\":\"\"}\r\n"))
                .isEqualTo(new JsonObject(Map.of(
                        "t", new JsonText("x"),
                        "n", new JsonNumber("-1.50e+2"),
                        "b",
                                new JsonArray(List.of(
                                        new JsonBoolean(true),
                                        new JsonBoolean(false),
                                        new JsonNull(),
                                        new JsonObject(Map.of()))),
                        "", new JsonText(""))));
    }

    @Test
    void readsEveryEscape() {
        assertThat(JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83E\\uDD1d\""))
                .isEqualTo(new JsonText("\"\\/\b\f\n\r\té🤝"));
    }

    @Test
    void readsUpToItsBounds() {
        JsonReader.read("[".repeat(32) + "]".repeat(32));
        JsonReader.read("{\"a\":".repeat(32) + "1" + "}".repeat(32));
        assertThat(((JsonText) JsonReader.read("\"" + "x".repeat(4_096) + "\"")).value())
                .hasSize(4_096);
        assertThat(((JsonText) JsonReader.read("\"" + "é".repeat(2_048) + "\"")).value())
                .hasSize(2_048);
        assertThat(JsonReader.read("-" + "9".repeat(38))).isEqualTo(new JsonNumber("-" + "9".repeat(38)));
        assertThat(JsonReader.read("1e999")).isEqualTo(new JsonNumber("1e999"));
        assertThat(JsonReader.read("-0.0")).isEqualTo(new JsonNumber("-0.0"));
    }

    @Test
    void letsTrustedDocumentsHaveLongTextsAndNothingElse() {
        byte[] longText = ("\"" + "x".repeat(100_000) + "\"").getBytes(StandardCharsets.UTF_8);
        assertThat(((JsonText) JsonReader.readTrusted(longText)).value()).hasSize(100_000);
        assertThatThrownBy(() -> JsonReader.readTrusted("{\"a\":1,\"a\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "\"\"", "{\"b\":1,\"a\":[1.0,\"\\\"\\n\\u0001é🤝\"],\"c\":{\"d\":null,\"e\":true}}"})
    void writesWhatItRead(String json) {
        assertThat(JsonWriter.text(JsonReader.read(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{} | object", "[] | array", "\"\" | text", "1 | number", "true | true or false", "null | null"})
    void namesTheKindOfAValue(String json, String kind) {
        assertThat(JsonReader.read(json.strip()).kind()).isEqualTo(kind.strip());
    }

    /// Whatever bytes come: a value, or a refusal; never another exception, never a loop.
    @Test
    void anyBytesAreReadOrRefused() {
        byte[][] seeds = {
            bytesOf(
                    "{\"type\":\"made\",\"due\":{\"on\":\"2026-11-30\",\"zone\":\"Europe/Berlin\"},\"amount\":\"440.00\"}"),
            bytesOf("[1,-2.5e-10,true,false,null,\"a\\u00e9\\ud83d\\ude00\\n\",{\"\":{}},[[[]]]]"),
            bytesOf("\"é契🤝\""),
            bytesOf("-0.0001e+12")
        };
        for (int seed = 0; seed < 60_000; seed++) {
            Random random = new Random(seed);
            byte[] input = Mutation.of(seeds[random.nextInt(seeds.length)], random);
            Throwable thrown = catchThrowable(() -> JsonReader.read(input));
            if (thrown != null) {
                assertThat(thrown).as("seed " + seed).isInstanceOf(JsonException.class);
            } else {
                JsonValue value = JsonReader.read(input);
                assertThat(JsonReader.read(JsonWriter.bytes(value)))
                        .as("seed " + seed)
                        .isEqualTo(value);
            }
        }
    }

    private static byte[] bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
