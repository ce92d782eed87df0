package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.outcome.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"1, 100.0 %", "0.999999, 99.9 %", "0.666667, 66.7 %", "0.0005, 0.1 %", "0.0001, 0.1 %", "0, 0.0 %"})
    void onlyAllOfItIsAHundredPerCentAndOnlyNoneOfItIsZero(BigDecimal share, String text) {
        assertThat(Words.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "59, 59 s",
        "-61, 1 min",
        "3600, 1 h",
        "-7320, 2 h 2 min",
        "86400, 1 day",
        "183600, 2 days 3 h",
        "863999, 9 days 23 h",
        "867600, 10 days"
    })
    void tellsASpanInItsLargestUnits(long seconds, String text) {
        assertThat(Moment.span(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T17:00:00Z, 2026-11-30 17:00 UTC, 2026-11-30T17:00:00Z",
        "2026-11-30T17:00:09.9Z, 2026-11-30 17:00:09 UTC, 2026-11-30T17:00:09Z"
    })
    void printsTheZoneOfEveryTime(Instant instant, String text, String iso) {
        assertThat(Moment.of(instant)).isEqualTo(new Moment(iso, text));
    }

    @Test
    void everyOutcomeHasAWordOfItsOwn() {
        assertThat(Arrays.stream(Outcome.values()).map(Words::of)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T09:00:00Z, 2026-11-01T09:00:00Z",
        "2026-11-01T09:00, 2026-11-01T09:00:00Z",
        "2026-11-01T09:00:30, 2026-11-01T09:00:30Z",
        "2026-11-01T09:00:00+01:00, 2026-11-01T08:00:00Z",
        "2026-11-01T09:00:00 01:00, 2026-11-01T08:00:00Z"
    })
    void readsATimeAsTheFieldOrAClientWritesIt(String text, Instant instant) {
        assertThat(PageTime.of(new PageTime.Asked(text, null), NOW).asOf()).isEqualTo(instant);
        assertThat(PageTime.of(new PageTime.Asked(null, text), NOW).at().knownAt())
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({"''", "now", "' '"})
    void readsNoTimeAsNow(String text) {
        PageTime time = PageTime.of(new PageTime.Asked(text, text), NOW);
        assertThat(time.isNow()).isTrue();
        assertThat(time.at().asOf()).isEqualTo(NOW);
        assertThat(Address.home().href(time)).isEqualTo("./");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-01", "1969-12-31T23:59:59Z", "2201-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
    void refusesWhatIsNoTimeOfTheLedger(String text) {
        assertThatThrownBy(() -> PageTime.of(new PageTime.Asked(text, null), NOW))
                .isInstanceOfSatisfying(BadParameter.class, bad -> {
                    assertThat(bad.name()).isEqualTo("asOf");
                    assertThat(bad.value()).isEqualTo(text);
                    assertThat(bad.fix()).contains("2026-11-30T17:00:00Z");
                });
    }

    @Test
    void encodesWhateverAnIdHolds() {
        PageTime time = PageTime.of(new PageTime.Asked("2026-11-01T09:00", null), NOW);
        assertThat(Address.customer("a/b c&d=é%").with("x", null).with("y", "").href(time))
                .isEqualTo("customer?id=a%2Fb+c%26d%3D%C3%A9%25&asOf=2026-11-01T09%3A00%3A00Z");
    }
}
