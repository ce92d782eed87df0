package dev.kept.domain.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PersonalTextTest {
    private static final String FACT = "01890a5d-ac96-7000-8000-000000000001";
    private static final byte[] KEY = filled(PersonalText.KEY_BYTES, 7);
    private static final byte[] NONCE = filled(PersonalText.NONCE_BYTES, 9);
    private static final Map<String, String> META =
            Map.of("at", "2026-01-01T00:00:00Z", "fingerprint", "abc123", "evidenceRef", "mail 4711", "source", "crm");
    private static final String MADE = """
            {"commitment":"q-1","customer":"ACME","statement":"Call \\"Ann\\" \\u682a","due":"2026-01-02T00:00:00Z","attributes":{"phone":"555"}}""";

    /// Computed with another implementation of AES-GCM.
    private static final String GOLDEN =
            "CQkJCQkJCQkJCQkJJ4WEpsXSpBfJBq5WhY/xurKSWdFZj56sT5pxl+RWLVi1jImkhyBaYhbd0TR+FoK2"
                    + "H2WspzDp1WwXCmDkOXhYtE4T6XrsBJFRr2GdR7XlQNRrHueeKWvu";

    private static final String GOLDEN_DEK = "E1Tbcu2UbeVhjbvMaOyRr+r8FxkjUCZjWIjmvGwQ6EE=";

    @Test
    void whatIsSealedComesBackAndNothingOfItIsInTheClear() {
        PersonalText.Bytes open = bytes(MADE);

        PersonalText.Bytes sealed = PersonalText.seal(open, FACT, KEY, NONCE);

        assertThat(text(sealed)).doesNotContain("Ann", "555", "4711", "abc123", "phone");
        assertThat(text(sealed)).contains("ACME", "2026-01-02T00:00:00Z", "crm");
        assertThat(sealed.meta())
                .containsEntry("dek", Entry.dekCommitment(KEY).base64())
                .containsEntry("sealedOf", "statement attributes @evidenceRef @fingerprint");
        PersonalText.Bytes again = PersonalText.open(sealed, FACT, KEY);
        assertThat(JsonReader.readTrusted(again.payload())).isEqualTo(JsonReader.readTrusted(open.payload()));
        assertThat(again.meta()).containsAllEntriesOf(META);
    }

    @Test
    void theSameKeyAndNonceGiveTheSameBytesForEver() {
        PersonalText.Bytes sealed =
                PersonalText.seal(bytes("{\"commitment\":\"q\",\"reason\":\"late\"}"), FACT, KEY, NONCE);

        assertThat(new String(sealed.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"commitment\":\"q\"}");
        assertThat(sealed.meta().get("sealed")).isEqualTo(GOLDEN);
        assertThat(sealed.meta().get("dek")).isEqualTo(GOLDEN_DEK);
    }

    @Test
    void aFactThatIsSealedOnceMoreGetsTheSameBytes() {
        PersonalText.Bytes sealed = PersonalText.seal(bytes(MADE), FACT, KEY, NONCE);

        PersonalText.Bytes again = PersonalText.seal(bytes(MADE), FACT, KEY, NONCE);

        assertThat(again.payload()).isEqualTo(sealed.payload());
        assertThat(again.meta()).isEqualTo(sealed.meta());
    }

    @Test
    void howTheContentIsWrittenMakesNoDifference() {
        PersonalText.Bytes sealed = PersonalText.seal(bytes(MADE), FACT, KEY, NONCE);

        PersonalText.Bytes spaced = PersonalText.seal(
                bytes(MADE.replace(":", " : ").replace(",", ",\n ").replace("00 : 00 : 00", "00:00:00")),
                FACT,
                KEY,
                NONCE);

        assertThat(spaced.payload()).isEqualTo(sealed.payload());
        assertThat(spaced.meta()).isEqualTo(sealed.meta());
    }

    @Test
    void objectsThatArePersonalInNothingKeepTheirPlace() {
        PersonalText.Bytes sealed = PersonalText.seal(bytes("""
                {"attributes":{},"commitment":"q","with":{},"reason":"r","extra":{"audience":"mass","n":1},"z":[1,{}]}"""), FACT, KEY, NONCE);

        assertThat(new String(sealed.payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"commitment\":\"q\",\"with\":{},\"extra\":{\"audience\":\"mass\"},\"z\":[1,{}]}");
        assertThat(sealed.meta()).containsEntry("sealedOf", "reason extra @evidenceRef @fingerprint");
    }

    @Test
    void aCorrectionKeepsTheDatesOfItsReplacementInTheClear() {
        PersonalText.Bytes open = bytes("""
                {"commitment":"q","target":"f","with":{"statement":"secret","due":"2026-03-01T00:00:00Z","evidenceRef":"note 3"},"reason":"typed wrongly"}""");

        PersonalText.Bytes sealed = PersonalText.seal(open, FACT, KEY, NONCE);

        assertThat(text(sealed)).doesNotContain("secret", "note 3", "typed").contains("2026-03-01T00:00:00Z");
        assertThat(JsonReader.readTrusted(PersonalText.open(sealed, FACT, KEY).payload()))
                .isEqualTo(JsonReader.readTrusted(bytes("""
                        {"commitment":"q","target":"f","with":{"due":"2026-03-01T00:00:00Z","statement":"secret","evidenceRef":"note 3"},"reason":"typed wrongly"}""").payload()));
        assertThat(new String(PersonalText.open(sealed, FACT, null).payload(), StandardCharsets.UTF_8))
                .contains("\"statement\":\"[erased]\"", "\"evidenceRef\":\"[erased]\"", "\"reason\":\"[erased]\"");
    }

    @Test
    void whoAMessageWasForStaysInTheClear() {
        PersonalText.Bytes open = bytes("""
                {"commitment":"q","attributes":{"audience":"mass","note":"secret"},"extra":{"audience":"mass"}}""");

        PersonalText.Bytes sealed = PersonalText.seal(open, FACT, KEY, NONCE);

        assertThat(new String(sealed.payload(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"commitment\":\"q\",\"attributes\":{\"audience\":\"mass\"},\"extra\":{\"audience\":\"mass\"}}");
        assertThat(JsonReader.readTrusted(PersonalText.open(sealed, FACT, KEY).payload()))
                .isEqualTo(JsonReader.readTrusted(open.payload()));
        assertThat(PersonalText.open(sealed, FACT, null).payload()).isEqualTo(sealed.payload());
    }

    @Test
    void withoutTheKeyItSaysErasedWhereTextWas() {
        PersonalText.Bytes sealed = PersonalText.seal(bytes(MADE), FACT, KEY, NONCE);

        PersonalText.Bytes erased = PersonalText.open(sealed, FACT, null);

        assertThat(new String(erased.payload(), StandardCharsets.UTF_8))
                .contains("\"customer\":\"ACME\"", "\"statement\":\"[erased]\"", "\"attributes\":{}");
        assertThat(erased.meta())
                .containsEntry("fingerprint", "[erased]")
                .containsEntry("evidenceRef", "[erased]")
                .doesNotContainKeys("sealed", "sealedOf");
    }

    @Test
    void theStatementAloneIsOpenedFromTheBox() {
        PersonalText.Bytes sealed = PersonalText.seal(bytes(MADE), FACT, KEY, NONCE);
        byte[] box = Base64.getDecoder().decode(sealed.meta().get("sealed"));

        assertThat(PersonalText.statement(box, FACT, KEY)).isEqualTo("Call \"Ann\" 株");
        assertThat(PersonalText.statement(box, FACT, null)).isEqualTo("[erased]");
    }

    @Test
    void aBoxOfAnotherFactAnotherKeyOrAChangedOneDoesNotOpen() {
        PersonalText.Bytes sealed = PersonalText.seal(bytes(MADE), FACT, KEY, NONCE);
        byte[] box = Base64.getDecoder().decode(sealed.meta().get("sealed"));
        box[box.length / 2] ^= 1;
        Map<String, String> changed = new TreeMap<>(sealed.meta());
        changed.put("sealed", Base64.getEncoder().encodeToString(box));

        assertThatThrownBy(() -> PersonalText.open(sealed, FACT.replace('1', '2'), KEY))
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> PersonalText.open(sealed, FACT, filled(PersonalText.KEY_BYTES, 8)))
                .hasMessageContaining("its key is another one");
        assertThatThrownBy(() -> PersonalText.open(new PersonalText.Bytes(sealed.payload(), changed), FACT, KEY))
                .hasMessageContaining("its bytes were changed");
    }

    @Test
    void factsThatWereStoredInTheClearStayAsTheyAre() {
        PersonalText.Bytes open = bytes(MADE);

        assertThat(PersonalText.isSealed(open.meta())).isFalse();
        assertThat(PersonalText.open(open, FACT, null)).isSameAs(open);
    }

    private static PersonalText.Bytes bytes(String payload) {
        return new PersonalText.Bytes(payload.getBytes(StandardCharsets.UTF_8), META);
    }

    private static String text(PersonalText.Bytes bytes) {
        return new String(bytes.payload(), StandardCharsets.UTF_8) + bytes.meta();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
