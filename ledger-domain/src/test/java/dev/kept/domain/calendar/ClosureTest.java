package dev.kept.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosureTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);

    private static BusinessCalendar mondays(Map<LocalDate, List<OpenHours>> days) {
        return new BusinessCalendar(
                ZoneId.of("Europe/Berlin"),
                Map.of(DayOfWeek.MONDAY, List.of(OpenHours.parse("09:00-12:30"), OpenHours.parse("13:30-18:00"))),
                new TreeMap<>(days));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-30 | []",
                "2026-11-29/2026-12-01 | []",
                "2026-11-30T08:00/2026-11-30T10:00 | [10:00-12:30, 13:30-18:00]",
                "2026-11-30T12:00/2026-11-30T14:00 | [09:00-12:00, 14:00-18:00]",
                "2026-11-30T10:00/2026-11-30T11:00 | [09:00-10:00, 11:00-12:30, 13:30-18:00]",
                "2026-11-30T12:30/2026-11-30T13:30 | [09:00-12:30, 13:30-18:00]",
                "2026-11-27T12:00/2026-11-30T15:00 | [15:00-18:00]",
                "2026-11-30T17:00/2026-12-02T09:00 | [09:00-12:30, 13:30-17:00]",
                // a minute that is touched is closed
                "2026-11-30T11:59:30/2026-11-30T13:30:30 | [09:00-11:59, 13:31-18:00]"
            })
    void isTakenOffTheHoursOfItsDays(String closure, String left) {
        assertThat(mondays(Map.of()).closedIn(List.of(Closure.parse(closure))).on(MONDAY))
                .hasToString(left);
    }

    @Test
    void changesNoDayThatIsClosedAnyway() {
        BusinessCalendar calendar = mondays(Map.of());
        assertThat(calendar.closedIn(List.of(Closure.parse("2026-12-01/2026-12-06"))))
                .isEqualTo(calendar);
    }

    @Test
    void takesWhatIsLeftOfASpecialDayAndOfAHoliday() {
        BusinessCalendar calendar =
                mondays(Map.of(MONDAY, List.of(OpenHours.parse("10:00-12:00")), MONDAY.plusWeeks(1), List.of()));
        List<Closure> closures = List.of(
                Closure.parse("2026-11-30T11:00/2026-11-30T18:00"), Closure.parse("2026-12-07T11:00/2026-12-07T18:00"));
        assertThat(calendar.closedIn(closures).on(MONDAY)).hasToString("[10:00-11:00]");
        assertThat(calendar.closedIn(closures).on(MONDAY.plusWeeks(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2026-11-31",
                "2026-12-01/2026-11-30",
                "2026-11-30T12:00",
                "2026-11-30T12:00/2026-11-30T12:00",
                "2026-11-30/2026-12-01T12:00",
                "2026-11-30/2026-12-01/2026-12-02"
            })
    void refusesWhatIsNoClosure(String text) {
        assertThatThrownBy(() -> Closure.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-30", "2026-11-30/2026-12-02", "2026-11-30T12:00/2026-12-02T09:30"})
    void isWrittenAsItIsRead(String text) {
        assertThat(Closure.parse(text)).hasToString(text);
    }
}
