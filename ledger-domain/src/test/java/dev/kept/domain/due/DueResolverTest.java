package dev.kept.domain.due;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.ResolvedDue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueResolverTest {
    @Test
    void anInstantIsItself() {
        Due.At form = new Due.At(Instant.parse("2026-03-10T12:00:00.5Z"));
        assertThat(DueResolver.plain(form)).isEqualTo(new ResolvedDue(form, null, form.instant(), null));
    }

    @Test
    void aWindowOfInstantsKeepsBothEnds() {
        Due.Window form = new Due.Window(Instant.parse("2026-03-10T09:00:00Z"), Instant.parse("2026-03-10T11:00:00Z"));
        assertThat(DueResolver.plain(form)).isEqualTo(new ResolvedDue(form, form.from(), form.to(), null));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, UTC, 2026-11-30T23:59:59Z",
        "2026-11-30, Europe/Berlin, 2026-11-30T22:59:59Z",
        "2026-06-30, Europe/Berlin, 2026-06-30T21:59:59Z",
        "2026-06-30, Asia/Kathmandu, 2026-06-30T18:14:59Z",
        "2026-06-30, Pacific/Apia, 2026-06-30T10:59:59Z",
        // 23 and 25 hours long
        "2026-03-29, Europe/Berlin, 2026-03-29T21:59:59Z",
        "2026-10-25, Europe/Berlin, 2026-10-25T22:59:59Z",
        // Samoa had no 30 December 2011: it shifts by the whole day it skipped
        "2011-12-29, Pacific/Apia, 2011-12-30T09:59:59Z",
        "2011-12-30, Pacific/Apia, 2011-12-31T09:59:59Z",
        "2011-12-31, Pacific/Apia, 2011-12-31T09:59:59Z",
        // half an hour of daylight saving
        "2026-04-05, Australia/Lord_Howe, 2026-04-05T13:29:59Z",
        "2026-10-04, Australia/Lord_Howe, 2026-10-04T12:59:59Z",
        // the last hour of this day came twice: the later one is its end
        "2018-02-17, America/Sao_Paulo, 2018-02-18T02:59:59Z",
        // midnight did not exist: the day before ended as ever
        "2018-11-03, America/Sao_Paulo, 2018-11-04T02:59:59Z",
        // the last hour of this day did not exist: it ended at 22:59:59
        "2026-03-28, America/Nuuk, 2026-03-29T00:59:59Z",
        // at one minute past midnight it was yesterday again: yesterday ended later
        "2005-10-29, America/St_Johns, 2005-10-30T03:29:59Z",
        // leap day
        "2028-02-29, UTC, 2028-02-29T23:59:59Z"
    })
    void aDayEndsWithItsLastLocalSecond(LocalDate on, String zone, Instant due) {
        Due.EndOfDay form = new Due.EndOfDay(on, ZoneId.of(zone));
        ResolvedDue resolved = DueResolver.plain(form);
        assertThat(resolved.due()).isEqualTo(due);
        assertThat(resolved.from()).isNull();
        assertThat(resolved.form()).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T09:00, 2026-11-30T11:00, Europe/Berlin, 2026-11-30T08:00:00Z, 2026-11-30T10:00:00Z",
        // in the gap: an hour later by the clock
        "2026-03-29T02:15, 2026-03-29T02:45, Europe/Berlin, 2026-03-29T01:15:00Z, 2026-03-29T01:45:00Z",
        "2026-03-29T01:30, 2026-03-29T02:30, Europe/Berlin, 2026-03-29T00:30:00Z, 2026-03-29T01:30:00Z",
        "2026-10-04T02:15, 2026-10-04T03:00, Australia/Lord_Howe, 2026-10-03T15:45:00Z, 2026-10-03T16:00:00Z",
        // in the overlap: from the first, to the second time round
        "2026-10-25T02:15, 2026-10-25T02:45, Europe/Berlin, 2026-10-25T00:15:00Z, 2026-10-25T01:45:00Z",
        "2026-04-05T01:45, 2026-04-05T01:45, Australia/Lord_Howe, 2026-04-04T14:45:00Z, 2026-04-04T15:15:00Z",
        "2011-12-30T09:00, 2011-12-30T11:00, Pacific/Apia, 2011-12-30T19:00:00Z, 2011-12-30T21:00:00Z"
    })
    void aLocalWindowShiftsInAGapAndSpansAnOverlap(
            LocalDateTime from, LocalDateTime to, String zone, Instant opens, Instant due) {
        ResolvedDue resolved = DueResolver.plain(new Due.LocalWindow(from, to, ZoneId.of(zone)));
        assertThat(resolved.from()).isEqualTo(opens);
        assertThat(resolved.due()).isEqualTo(due);
    }

    @Test
    void formsWithAZoneKeepTheVersionOfTheTimeZoneDatabase() {
        String version = ZoneRulesProvider.getVersions("Europe/Berlin").lastKey();
        assertThat(version).matches("20[0-9]{2}[a-z]");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(DueResolver.plain(new Due.EndOfDay(LocalDate.EPOCH, berlin)).timeZoneData())
                .isEqualTo(version);
        LocalDateTime noon = LocalDateTime.of(2026, 3, 10, 12, 0);
        assertThat(DueResolver.plain(new Due.LocalWindow(noon, noon, berlin)).timeZoneData())
                .isEqualTo(version);
    }

    @Test
    void everyZoneHasAnEndOfEveryDay() {
        for (String zone : ZoneRulesProvider.getAvailableZoneIds()) {
            for (LocalDate on = LocalDate.of(2026, 1, 1); on.getYear() == 2026; on = on.plusDays(1)) {
                Instant due =
                        DueResolver.plain(new Due.EndOfDay(on, ZoneId.of(zone))).due();
                assertThat(due.atZone(ZoneId.of(zone)).toLocalDate())
                        .as(zone + " " + on)
                        .isEqualTo(on);
            }
        }
    }
}
