package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
    private static final int TRIES = 20_000;

    @Test
    void readsWhatInstantsWrite() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            int unit = (int) Math.pow(10, random.nextInt(10));
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(-62_167_219_200L, 253_402_300_800L), random.nextInt(1_000_000_000) / unit * unit);
            assertThat(UtcTime.parse(time.toString())).as("seed %d", seed).isEqualTo(time);
        }
    }

    /// Whatever the formatter makes of a damaged or unusual text, an answer or a refusal, is made of it here.
    @Test
    void agreesWithTheFormatterOnEveryDamagedText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "0123456789-:.TZ+z t";
        for (int i = 0; i < TRIES; i++) {
            StringBuilder text = new StringBuilder("2026-10-14T09:30:00.123456Z");
            for (int damage = random.nextInt(1, 3); damage > 0; damage--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            assertThat(outcome(text.toString(), true))
                    .as("%s, seed %d", text, seed)
                    .isEqualTo(outcome(text.toString(), false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Z", "2026-02-30T00:00:00Z", "2026-10-14T24:00:00Z", "2026-10-14T09:30:60Z", "2026-10-14"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> UtcTime.parse(text)).isInstanceOf(DateTimeException.class);
    }

    private static String outcome(String text, boolean byHand) {
        try {
            return (byHand ? UtcTime.parse(text) : OffsetDateTime.parse(text).toInstant()).toString();
        } catch (DateTimeException _) {
            return "refused";
        }
    }
}
