package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.line.FactLineReader.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a line is refused for: each refusal says by code and field what is wrong, shows what stood there, and says what
/// to send instead.
class FactLineRefusalTest {
    private static final LineContext CONTEXT = new LineContext(null, null, "test", "1");

    @ParameterizedTest
    @MethodSource("dev.kept.domain.line.FactLineRefusalCases#cases")
    void saysWhatIsWrongWhereAndWhatToSendInstead(FactLineRefusalCases.Case wrong) {
        Refusal refusal = refused(wrong.line(), CONTEXT);
        assertThat(refusal.code()).as(refusal.toString()).isEqualTo(wrong.code());
        assertThat(refusal.field()).isEqualTo(wrong.field());
        if (wrong.value() != null) {
            assertThat(refusal.value()).isEqualTo(wrong.value());
        }
        assertThat(refusal.fix()).contains(wrong.fix());
        assertThat(refusal.message()).isNotBlank();
    }

    @Test
    void refusesNamesThatTheEntranceGivesAsStrictlyAsTheLinesOwn() {
        String met = "{'type':'met'}";
        assertThat(refused(met, new LineContext("c\u0007", null, "test", "1")).field())
                .isEqualTo("commitment");
        assertThat(refused(met, new LineContext("c", new IdempotencyKey("a\u200fb", "1"), "test", "1"))
                        .field())
                .isEqualTo("source");
        assertThat(refused(met, new LineContext("c", new IdempotencyKey("a", " 1"), "test", "1"))
                        .field())
                .isEqualTo("id");
        assertThat(refused(met, new LineContext("c", null, "test", "x".repeat(201)))
                        .field())
                .isEqualTo("id");
    }

    @Test
    void refusesALineThatNamesAnotherCommitmentThanItsAddress() {
        Refusal refusal = refused("{'type':'met','commitment':'other'}", new LineContext("c", null, "test", "1"));
        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_FIELD);
        assertThat(refusal.value()).isEqualTo("other");
        assertThat(refusal.message()).contains("names c");
    }

    private static Refusal refused(String line, LineContext context) {
        Reading reading = FactLineReader.read(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), context);
        assertThat(reading).as(line).isInstanceOf(Reading.Unreadable.class);
        return ((Reading.Unreadable) reading).refusal();
    }
}
