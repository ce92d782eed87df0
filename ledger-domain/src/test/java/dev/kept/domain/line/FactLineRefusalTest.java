package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.line.FactLineReader.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /// What is wrong with a time is said as plainly as what is wrong with a name.
    @ParameterizedTest
    @CsvSource({
        "2026-02-30T10:00:00Z, there is no day 2026-02-30, the last day of that month is 2026-02-28",
        "2026-13-01T10:00:00+01:00, there is no day 2026-13-01, months are 01 to 12",
        "2026-11-30T25:00:00Z, there is no time of day 25:00:00, hours are 00 to 23",
        "2026-12-25, a day alone, 2026-12-25T17:00:00Z",
        "2026-12-25T17:00, a local time, 2026-12-25T17:00+01:00",
        "2026-12-25 17:00:00Z, not an RFC 3339 time, 2026-11-30T17:00:00Z",
        "next Friday, not an RFC 3339 time, 2026-11-30T17:00:00Z"
    })
    void saysWhatIsWrongWithATime(String time, String message, String fix) {
        Refusal at = refused("{'type':'met','commitment':'c','at':'" + time + "'}", CONTEXT);
        Refusal due = refused("{'type':'made','commitment':'c','customer':'C','due':'" + time + "'}", CONTEXT);
        assertThat(at.message()).isEqualTo(due.message()).contains(message);
        assertThat(at.fix()).contains(fix).doesNotContain("zone");
        assertThat(due.fix()).startsWith(at.fix());
    }

    @Test
    void namesTheFieldWhoseTextIsTooLong() {
        Refusal refusal = refused(
                "{'type':'made','commitment':'c','customer':'C','statement':'" + "x".repeat(5_000) + "'}", CONTEXT);
        assertThat(refusal.code()).isEqualTo(RefusalCode.MALFORMED);
        assertThat(refusal.field()).isEqualTo("statement");
        assertThat(refusal.message()).contains("5000", "4096");
        assertThat(refusal.fix()).contains("shorten");
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
