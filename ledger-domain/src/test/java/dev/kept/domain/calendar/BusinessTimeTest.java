package dev.kept.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each expected time was worked out by hand from a wall calendar of the year and the offsets that the time-zone
/// database gives for the day.
class BusinessTimeTest {
    /// Monday to Thursday with a lunch break, Friday until two; Christmas closed, Christmas Eve until noon.
    private static final BusinessCalendar BERLIN = calendar(
            "Europe/Berlin",
            Map.of(
                    "2026-12-24", List.of("09:00-12:00"),
                    "2026-12-25", List.of(),
                    "2026-12-26", List.of(),
                    "2026-11-28", List.of("10:00-14:00")));

    private static BusinessCalendar calendar(String zone, Map<String, List<String>> days) {
        Map<DayOfWeek, List<OpenHours>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(
                    day,
                    switch (day) {
                        case MONDAY, TUESDAY, WEDNESDAY, THURSDAY -> hours(List.of("09:00-12:30", "13:30-18:00"));
                        case FRIDAY -> hours(List.of("09:00-14:00"));
                        case SATURDAY, SUNDAY -> List.of();
                    });
        }
        TreeMap<LocalDate, List<OpenHours>> special = new TreeMap<>();
        days.forEach((day, hours) -> special.put(LocalDate.parse(day), hours(hours)));
        return new BusinessCalendar(ZoneId.of(zone), week, special);
    }

    private static List<OpenHours> hours(List<String> texts) {
        return texts.stream().map(OpenHours::parse).toList();
    }

    /// Open round the clock, so that only the zone matters.
    private static BusinessCalendar always(String zone) {
        Map<DayOfWeek, List<OpenHours>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, hours(List.of("00:00-24:00")));
        }
        return new BusinessCalendar(ZoneId.of(zone), week, new TreeMap<>());
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        // within a morning, across lunch, to the minute of closing, over night
        "2026-11-23T09:00:00+01:00, PT1H, 2026-11-23T10:00:00+01:00",
        "2026-11-23T12:00:00+01:00, PT1H, 2026-11-23T14:00:00+01:00",
        "2026-11-23T09:00:00+01:00, PT8H, 2026-11-23T18:00:00+01:00",
        "2026-11-23T17:00:00+01:00, PT8H, 2026-11-24T17:00:00+01:00",
        // used up exactly at lunch: due then, not after it
        "2026-11-23T11:30:00+01:00, PT1H, 2026-11-23T12:30:00+01:00",
        // promised while closed: counts from the opening
        "2026-11-23T06:00:00+01:00, PT30M, 2026-11-23T09:30:00+01:00",
        "2026-11-23T13:00:00+01:00, PT30M, 2026-11-23T14:00:00+01:00",
        "2026-11-23T22:15:00+01:00, PT30M, 2026-11-24T09:30:00+01:00",
        // over a weekend, and over the Saturday on which it is open
        "2026-11-20T13:00:00+01:00, PT2H, 2026-11-23T10:00:00+01:00",
        "2026-11-27T13:00:00+01:00, PT2H, 2026-11-28T11:00:00+01:00",
        "2026-11-27T13:00:00+01:00, PT6H, 2026-11-30T10:00:00+01:00",
        // Christmas: Thursday until noon, then closed until Monday the 28th
        "2026-12-24T11:00:00+01:00, PT1H, 2026-12-24T12:00:00+01:00",
        "2026-12-24T11:00:00+01:00, PT2H, 2026-12-28T10:00:00+01:00",
        // forty hours are a week of 8 + 8 + 8 + 8 + 5, and three more
        "2026-11-30T09:00:00+01:00, PT40H, 2026-12-07T12:00:00+01:00",
        // seconds count
        "2026-11-23T17:59:59+01:00, PT2S, 2026-11-24T09:00:01+01:00",
        // asked from elsewhere: the calendar's zone decides
        "2026-11-23T03:00:00-05:00, PT1H, 2026-11-23T10:00:00+01:00"
    })
    void countsOpenTime(String start, Duration within, String due) {
        assertThat(BusinessTime.after(instant(start), within, BERLIN)).contains(instant(due));
    }

    @ParameterizedTest
    @CsvSource({
        // two working days: the day of making never counts
        "2026-11-23T09:00:00+01:00, 2, 2026-11-25T18:00:00+01:00",
        "2026-11-23T06:00:00+01:00, 2, 2026-11-25T18:00:00+01:00",
        "2026-11-23T23:00:00+01:00, 2, 2026-11-25T18:00:00+01:00",
        "2026-11-19T10:00:00+01:00, 1, 2026-11-20T14:00:00+01:00",
        "2026-11-20T10:00:00+01:00, 1, 2026-11-23T18:00:00+01:00",
        // from a Sunday, Monday is the first
        "2026-11-22T10:00:00+01:00, 1, 2026-11-23T18:00:00+01:00",
        // the open Saturday is a business day
        "2026-11-27T10:00:00+01:00, 1, 2026-11-28T14:00:00+01:00",
        "2026-11-27T10:00:00+01:00, 2, 2026-11-30T18:00:00+01:00",
        // Christmas
        "2026-12-23T10:00:00+01:00, 1, 2026-12-24T12:00:00+01:00",
        "2026-12-23T10:00:00+01:00, 2, 2026-12-28T18:00:00+01:00",
        // 0 is the day itself until it closes
        "2026-11-23T10:00:00+01:00, 0, 2026-11-23T18:00:00+01:00",
        "2026-11-23T18:00:00+01:00, 0, 2026-11-23T18:00:00+01:00",
        "2026-11-23T18:00:01+01:00, 0, 2026-11-24T18:00:00+01:00",
        "2026-11-21T10:00:00+01:00, 0, 2026-11-23T18:00:00+01:00",
        // near midnight the calendar's zone says which day it is: 23:30 in London is Tuesday in Berlin
        "2026-11-23T23:30:00Z, 1, 2026-11-25T18:00:00+01:00"
    })
    void countsBusinessDays(String start, int days, String due) {
        assertThat(BusinessTime.closeAfter(instant(start), days, BERLIN)).contains(instant(due));
    }

    @ParameterizedTest
    @CsvSource({
        // spring: an hour less between 01:00 and 05:00; autumn: an hour more
        "Europe/Berlin, 2026-03-29T01:00:00+01:00, PT4H, 2026-03-29T06:00:00+02:00",
        "Europe/Berlin, 2026-10-25T01:00:00+02:00, PT4H, 2026-10-25T04:00:00+01:00",
        "America/New_York, 2026-03-08T01:00:00-05:00, PT2H, 2026-03-08T04:00:00-04:00",
        "America/New_York, 2026-11-01T00:00:00-04:00, PT2H, 2026-11-01T01:00:00-05:00",
        // half an hour only
        "Australia/Lord_Howe, 2026-10-04T01:00:00+10:30, PT2H, 2026-10-04T03:30:00+11:00",
        "Australia/Lord_Howe, 2026-04-05T01:00:00+11:00, PT2H, 2026-04-05T02:30:00+10:30",
        // Samoa skipped the 30th of December 2011
        "Pacific/Apia, 2011-12-29T23:00:00-10:00, PT2H, 2011-12-31T01:00:00+14:00",
        // Morocco leaves its +01 for Ramadan
        "Africa/Casablanca, 2026-02-15T01:00:00+01:00, PT4H, 2026-02-15T04:00:00+00:00",
        "Africa/Casablanca, 2026-03-22T01:00:00+00:00, PT4H, 2026-03-22T06:00:00+01:00"
    })
    void hoursAreHoursThatPass(String zone, String start, Duration within, String due) {
        assertThat(BusinessTime.after(instant(start), within, always(zone))).contains(instant(due));
    }

    @Test
    void aDayThatAZoneSkippedIsNoBusinessDay() {
        // 29 December 2011 was a Thursday; Friday the 30th did not exist; Saturday and Sunday are closed
        BusinessCalendar apia = calendar("Pacific/Apia", Map.of());
        Instant thursday = instant("2011-12-29T10:00:00-10:00");
        assertThat(BusinessTime.closeAfter(thursday, 1, apia)).contains(instant("2012-01-02T18:00:00+14:00"));
        assertThat(BusinessTime.after(thursday, Duration.ofHours(8), apia))
                .contains(instant("2012-01-02T10:00:00+14:00"));
    }

    @Test
    void whatIsNeverOpenIsSaid() {
        BusinessCalendar shortly = new BusinessCalendar(
                ZoneId.of("UTC"), Map.of(DayOfWeek.MONDAY, hours(List.of("09:00-09:01"))), new TreeMap<>());
        assertThat(BusinessTime.after(Instant.EPOCH, Duration.ofDays(30), shortly))
                .isEmpty();
        assertThat(BusinessTime.closeAfter(Instant.EPOCH, 5_000, shortly)).isEmpty();
    }

    @Test
    void neverOpenAndOverlappingHoursAreNoCalendar() {
        assertThatThrownBy(() -> new BusinessCalendar(ZoneId.of("UTC"), Map.of(), new TreeMap<>()))
                .hasMessageContaining("no opening hours");
        assertThatThrownBy(() -> new BusinessCalendar(
                        ZoneId.of("UTC"),
                        Map.of(DayOfWeek.MONDAY, hours(List.of("09:00-12:00", "11:00-13:00"))),
                        new TreeMap<>()))
                .hasMessageContaining("overlap");
        assertThatThrownBy(() -> OpenHours.parse("22:00-06:00")).hasMessageContaining("midnight");
        assertThatThrownBy(() -> OpenHours.parse("9-17")).hasMessageContaining("09:00-12:30");
        assertThatThrownBy(() -> OpenHours.parse("09:00-24:30")).hasMessageContaining("24:00");
    }

    /// Splitting a wait in two, or counting it second by second, gives the same.
    @Test
    void openTimeAddsUp() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        String[] zones = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"};
        for (int i = 0; i < 2_000; i++) {
            BusinessCalendar calendar = calendar(zones[random.nextInt(zones.length)], Map.of());
            Instant start = Instant.ofEpochSecond(1_300_000_000L + random.nextInt(600_000_000));
            Duration one = Duration.ofSeconds(1 + random.nextInt(200_000));
            Duration two = Duration.ofSeconds(1 + random.nextInt(200_000));
            Instant first = BusinessTime.after(start, one, calendar).orElseThrow();
            assertThat(BusinessTime.after(first, two, calendar))
                    .as("seed %d, case %d: %s + %s + %s in %s", seed, i, start, one, two, calendar.zone())
                    .isEqualTo(BusinessTime.after(start, one.plus(two), calendar));
        }
    }
}
