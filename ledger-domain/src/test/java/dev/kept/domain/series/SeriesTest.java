package dev.kept.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.line.SeriesLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which occurrences a series makes, when, and when they fall due.
class SeriesTest {
    private static final Instant DEFINED = Instant.parse("2026-11-26T09:00:00Z");

    private static Series series(String members) {
        String json = "{\"series\":\"s\",\"customer\":\"ACME\",\"zone\":\"Europe/Berlin\"," + members.replace('\'', '"')
                + "}";
        return switch (SeriesLine.read(json.getBytes(StandardCharsets.UTF_8), null)) {
            case SeriesLine.Reading.Read(var definition) -> definition.series();
            case SeriesLine.Reading.Unreadable(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static List<String> due(Series series, @Nullable String madeUntil, String now) {
        return series
                .due(DEFINED, madeUntil == null ? null : LocalDate.parse(madeUntil), Instant.parse(now), 1_000)
                .stream()
                .map(occurrence -> occurrence.commitment() + " " + occurrence.makeAt() + " "
                        + DueResolver.plain(occurrence.due()).due())
                .toList();
    }

    @Test
    void makesEachOccurrenceAheadOfItsDay() {
        Series quarterly =
                series("'rule':'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1','start':'2026-12-31','due':{'time':'17:00'}");
        assertThat(due(quarterly, null, "2026-11-30T22:59:59Z")).isEmpty();
        assertThat(due(quarterly, null, "2026-11-30T23:00:00Z"))
                .containsExactly("s#2026-Q4 2026-11-30T23:00:00Z 2026-12-31T16:00:00Z");
        assertThat(due(quarterly, "2026-12-31", "2027-03-01T00:00:00Z"))
                .containsExactly("s#2027-Q1 2027-02-28T23:00:00Z 2027-03-31T15:00:00Z");
    }

    @Test
    void makesNothingOfWhatWasOverWhenItWasDefined() {
        Series daily = series("'rule':'FREQ=DAILY','start':'2026-11-01','ahead':'P1D','due':{'time':'09:30'}");
        // at 09:30 in Berlin it is 08:30: today's is over, tomorrow's is made at once
        assertThat(due(daily, null, "2026-11-26T09:00:00Z"))
                .containsExactly("s#2026-11-27 2026-11-26T09:00:00Z 2026-11-27T08:30:00Z");
    }

    @Test
    void aChangeIsAboutWhatIsNotMadeYet() {
        Series fifteenth = series("'rule':'FREQ=MONTHLY;BYMONTHDAY=15','start':'2026-12-15','ahead':'P0D'");
        Series twentieth = series("'rule':'FREQ=MONTHLY;BYMONTHDAY=20','start':'2026-12-15','ahead':'P0D'");
        Series fridays = series("'rule':'FREQ=WEEKLY;BYDAY=TU,FR','start':'2026-12-15','ahead':'P0D'");
        // December is made by the first of them
        String made = "2026-12-31";
        assertThat(due(fifteenth, null, "2026-12-15T00:00:00Z"))
                .singleElement()
                .asString()
                .startsWith("s#2026-12 ");
        assertThat(due(twentieth, made, "2027-01-31T00:00:00Z"))
                .containsExactly("s#2027-01 2027-01-19T23:00:00Z 2027-01-20T22:59:59Z");
        assertThat(due(fridays, made, "2027-01-06T00:00:00Z"))
                .extracting(text -> text.substring(0, 12))
                .containsExactly("s#2027-01-01", "s#2027-01-05");
    }

    @Test
    void endsWithItsLastDay() {
        Series ended =
                series("'rule':'FREQ=MONTHLY;BYMONTHDAY=-1','start':'2026-11-30','until':'2026-12-30','ahead':'P60D'");
        assertThat(due(ended, null, "2027-06-01T00:00:00Z"))
                .singleElement()
                .asString()
                .startsWith("s#2026-11 ");
        assertThat(ended.next(DEFINED, LocalDate.parse("2026-11-30"), 5)).isEmpty();
    }

    @Test
    void aStandingPromiseIsAttestedOnceItsPeriodIsOver() {
        Series standing = series("'rule':'FREQ=MONTHLY','start':'2026-11-01','due':{'attest':'P5D'},'ahead':'P0D'");
        List<Series.Occurrence> made = standing.due(DEFINED, null, Instant.parse("2026-12-01T00:00:00Z"), 10);
        // of the period that was running when it was defined, the end can still be attested
        assertThat(made).extracting(Series.Occurrence::commitment).containsExactly("s#2026-11", "s#2026-12");
        assertThat(made.getFirst().makeAt()).isEqualTo(DEFINED);
        var december = DueResolver.plain(made.getLast().due());
        assertThat(made.getLast().makeAt()).isEqualTo("2026-11-30T23:00:00Z");
        assertThat(december.from()).isEqualTo("2026-12-31T23:00:00Z");
        assertThat(december.due()).isEqualTo("2027-01-05T22:59:59Z");
    }

    @Test
    void theClocksDecideWhatALocalTimeIsOnEachDay() {
        Series nights = series("'rule':'FREQ=DAILY','start':'2027-03-27','ahead':'P0D','due':{'time':'02:30'}");
        assertThat(due(nights, "2027-03-26", "2027-03-30T00:00:00Z"))
                .extracting(text -> text.substring(text.lastIndexOf(' ') + 1))
                .containsExactly(
                        "2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z", "2027-03-30T00:30:00Z");
    }

    @Test
    void businessTimeIsCountedFromTheDayItself() {
        Series answers = series("'rule':'FREQ=WEEKLY;BYDAY=MO','start':'2026-11-30',"
                + "'due':{'within':'P2D','calendar':'support-eu'}");
        assertThat(answers.next(DEFINED, null, 2))
                .extracting(occurrence -> occurrence.commitment() + " " + occurrence.makeAt())
                .containsExactly("s#2026-W49 2026-11-29T23:00:00Z", "s#2026-W50 2026-12-06T23:00:00Z");
    }

    @Test
    void whatIsMadeIsKnownAgain() {
        Series monthly = series("'rule':'FREQ=MONTHLY','start':'2026-12-01','promisor':'anna','tier':'major'");
        SeriesDefined definition = new SeriesDefined(
                "018f0000-0000-7000-8000-000000000000", monthly, new IdempotencyKey("crm", "1"), null, DEFINED);
        var made = Occurrences.make(definition, monthly.next(DEFINED, null, 1).getFirst());
        assertThat(made.terms().series()).isEqualTo("s");
        assertThat(made.terms().promisor()).isEqualTo("anna");
        assertThat(made.claim().commitment().value()).isEqualTo("s#2026-12");
        assertThat(made.claim().key().id()).isEqualTo("s#2026-12");
        assertThat(made.claim().causationId()).isEqualTo(definition.factId());
    }
}
