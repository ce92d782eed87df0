package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.sample.Mutation;
import dev.kept.domain.sample.RandomFacts;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever bytes come, the reader answers: with a command that survives its own line, or with a refusal that can be
/// shown to anybody. It never throws.
class FactLineFuzzTest {
    private static final int RUNS = 40_000;
    private static final FactType[] TYPES = FactType.values();
    private static final LineContext CONTEXT = new LineContext(null, null, "fuzz", "1");

    @Test
    void answersAnyBytes() {
        int read = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            byte[] line = FactLineWriter.line(new RandomFacts(random).command(TYPES[random.nextInt(TYPES.length)]));
            read += answers(Mutation.of(line, random), "seed " + seed) ? 1 : 0;
        }
        assertThat(read).as("lines that are still readable").isBetween(RUNS / 50, RUNS - RUNS / 10);
    }

    @Test
    void answersNoise() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            answers(noise, "seed " + seed);
        }
    }

    private static boolean answers(byte[] line, String seed) {
        String as = seed + ": " + new String(line, StandardCharsets.UTF_8);
        Reading[] answer = new Reading[1];
        assertThat(catchThrowable(() -> answer[0] = FactLineReader.read(line, CONTEXT)))
                .as(as)
                .isNull();
        return switch (answer[0]) {
            case Reading.Read(var command) -> {
                assertThat(FactLineReader.read(FactLineWriter.line(command), CONTEXT))
                        .as(as)
                        .isEqualTo(answer[0]);
                assertThat(FactLineWriter.fingerprint(command)).hasSize(64);
                yield true;
            }
            case Reading.Unreadable(Refusal refusal) -> {
                assertThat(refusal.toString().codePoints())
                        .as(as)
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
                assertThat(refusal.fix()).as(as).isNotBlank();
                yield false;
            }
        };
    }
}
