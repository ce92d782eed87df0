package dev.kept.domain.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
    private static List<String> days(String rule, String start, int limit) {
        List<String> days = new ArrayList<>();
        Iterator<LocalDate> all = Recurrence.parse(rule).days(LocalDate.parse(start));
        while (days.size() < limit && all.hasNext()) {
            days.add(all.next().toString());
        }
        return days;
    }

    /// Read off a wall calendar.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1 | 2026-12-31 | 2026-12-31 2027-03-31 2027-06-30 2027-09-30",
                // months without a 31st are left out, as the standard has it
                "FREQ=MONTHLY;BYMONTHDAY=31 | 2026-01-15 | 2026-01-31 2026-03-31 2026-05-31 2026-07-31",
                "FREQ=MONTHLY;BYMONTHDAY=-1 | 2027-01-31 | 2027-01-31 2027-02-28 2027-03-31 2027-04-30",
                "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD | 2027-01-31 | 2027-01-31 2027-02-28"
                        + " 2027-03-31 2027-04-30",
                // the 29th of February comes every four years, and not in 2100
                "FREQ=YEARLY | 2096-02-29 | 2096-02-29 2104-02-29 2108-02-29 2112-02-29",
                "FREQ=WEEKLY;BYDAY=MO,FR | 2026-11-25 | 2026-11-27 2026-11-30 2026-12-04 2026-12-07",
                "FREQ=MONTHLY;BYDAY=-1FR | 2026-11-25 | 2026-11-27 2026-12-25 2027-01-29 2027-02-26",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 | 2027-01-01 | 2027-01-29 2027-02-26 2027-03-31"
                        + " 2027-04-30",
                "FREQ=DAILY;UNTIL=20261202 | 2026-11-30 | 2026-11-30 2026-12-01 2026-12-02",
                "FREQ=DAILY;COUNT=2 | 2026-11-30 | 2026-11-30 2026-12-01",
                "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU | 2026-01-01 | 2026-01-11 2026-01-25 2026-02-08 2026-02-22"
            })
    void recursOnItsDays(String rule, String start, String expected) {
        assertThat(String.join(" ", days(rule, start, 4))).isEqualTo(expected);
    }

    @Test
    void anEndInUtcIsComparedWithTheInstantOfTheOccurrence() {
        Recurrence rule = Recurrence.parse("FREQ=DAILY;UNTIL=20261202T080000Z");
        LocalDateTime nine = LocalDateTime.parse("2026-12-01T09:00");
        LocalDateTime ten = LocalDateTime.parse("2026-12-01T10:00");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(rule.occurrences(nine, berlin)).toIterable().hasSize(2);
        assertThat(rule.occurrences(ten, berlin)).toIterable().hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=SECONDLY",
                "FREQ=MINUTELY;INTERVAL=5",
                "FREQ=HOURLY",
                "FREQ=DAILY;BYHOUR=9,10,11",
                "FREQ=DAILY;BYSECOND=1",
                "FREQ=DAILY;INTERVAL=0",
                "FREQ=DAILY;INTERVAL=2147483647",
                "FREQ=DAILY;INTERVAL=99999999999",
                "FREQ=DAILY;COUNT=2;UNTIL=20261202",
                "FREQ=DAILY;UNTIL=20261399",
                "FREQ=DAILY;FREQ=DAILY",
                "FREQ=FORTNIGHTLY",
                "RSCALE=CHINESE;FREQ=YEARLY",
                "DAILY",
                ""
            })
    void refusesWhatIsNoRuleOverDays(String rule) {
        assertThatThrownBy(() -> Recurrence.parse(rule)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesARuleThatIsTooLong() {
        assertThatThrownBy(() -> Recurrence.parse("FREQ=YEARLY;BYYEARDAY=1" + ",2".repeat(300)))
                .hasMessageContaining("at most");
    }

    /// Whoever writes a rule without a day cannot make the ledger look for one for ever.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4,6,9,11",
                "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"
            })
    @Timeout(20)
    void aRuleWithoutADayHasNone(String rule) {
        assertThat(days(rule, "2026-01-01", 5)).isEmpty();
    }

    @Test
    void endsWithTheLastYear() {
        List<String> days = days("FREQ=YEARLY;INTERVAL=1000", "2026-01-01", 5);
        assertThat(days).containsExactly("2026-01-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FREQ=YEARLY | 2026-12-31 | 2026",
                "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1 | 2026-12-31 | 2026-Q4",
                "FREQ=YEARLY;BYMONTHDAY=15 | 2026-01-15 | 2026-01",
                "FREQ=MONTHLY;INTERVAL=3 | 2026-12-31 | 2026-Q4",
                "FREQ=MONTHLY;INTERVAL=6 | 2026-12-31 | 2026-Q4",
                "FREQ=MONTHLY | 2026-11-30 | 2026-11",
                "FREQ=MONTHLY;BYMONTHDAY=1,15 | 2026-11-15 | 2026-11-15",
                "FREQ=MONTHLY;BYDAY=MO | 2026-11-30 | 2026-11-30",
                "FREQ=MONTHLY;BYDAY=2MO | 2026-11-09 | 2026-11",
                "FREQ=WEEKLY | 2026-11-30 | 2026-W49",
                "FREQ=WEEKLY | 2027-01-01 | 2026-W53",
                "FREQ=WEEKLY;BYDAY=MO,FR | 2026-11-30 | 2026-11-30",
                "FREQ=DAILY | 2026-11-30 | 2026-11-30",
                "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO | 2024-12-30 | 2024-12-30",
                "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD | 2026-03-01 | 2026-03-01"
            })
    void namesAnOccurrenceByTheLongestUnitThatHoldsNoOther(String rule, String day, String name) {
        Unit.Period period = Recurrence.parse(rule).unit().of(LocalDate.parse(day));
        assertThat(period.name()).isEqualTo(name);
        assertThat(Unit.parse(name)).contains(period);
        assertThat(period.first()).isBeforeOrEqualTo(day);
        assertThat(period.last()).isAfterOrEqualTo(day);
    }

    @Test
    void readsNoNameThatItWouldNotWrite() {
        for (String name : List.of("", "26", "2026-Q5", "2026-13", "2026-W60", "2026-11-31", "abcd", "2026-Q", "x")) {
            assertThat(Unit.parse(name)).as(name).isEmpty();
        }
    }

    /// No two occurrences of a rule have one name, whatever its parts.
    @Test
    void noNameIsGivenTwice() {
        long seed = 20_261_126;
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            String rule = random(random);
            LocalDate start = LocalDate.ofEpochDay(20_000 + random.nextInt(3_000));
            Recurrence recurrence;
            try {
                recurrence = Recurrence.parse(rule);
            } catch (IllegalArgumentException _) {
                continue;
            }
            Set<String> names = new HashSet<>();
            Iterator<LocalDate> days = recurrence.days(start);
            for (int n = 0; n < 200 && days.hasNext(); n++) {
                LocalDate day = days.next();
                assertThat(names.add(recurrence.unit().of(day).name()))
                        .as("seed %d, case %d: %s from %s, again at %s", seed, i, rule, start, day)
                        .isTrue();
            }
        }
    }

    private static String random(Random random) {
        StringBuilder rule = new StringBuilder();
        boolean skips = random.nextInt(5) == 0;
        rule.append(skips ? "RSCALE=GREGORIAN;" : "");
        rule.append("FREQ=")
                .append(List.of("YEARLY", "MONTHLY", "WEEKLY", "DAILY").get(random.nextInt(4)));
        part(rule, random, "INTERVAL", 1, List.of("1", "2", "3", "4", "6", "12"));
        part(rule, random, "BYMONTH", 3, List.of("1", "2", "3", "4", "6", "9", "12"));
        part(rule, random, "BYMONTHDAY", 2, List.of("1", "15", "28", "29", "30", "31", "-1", "-31"));
        part(rule, random, "BYDAY", 3, List.of("MO", "TU", "FR", "SU", "1MO", "-1FR", "5WE"));
        part(rule, random, "BYYEARDAY", 2, List.of("1", "60", "366", "-1"));
        part(rule, random, "BYWEEKNO", 2, List.of("1", "26", "53", "-1"));
        part(rule, random, "BYSETPOS", 2, List.of("1", "2", "-1"));
        part(rule, random, "WKST", 1, List.of("MO", "SU", "TH"));
        rule.append(skips ? ";SKIP=" + (random.nextBoolean() ? "FORWARD" : "BACKWARD") : "");
        return rule.toString();
    }

    private static void part(StringBuilder rule, Random random, String name, int most, List<String> values) {
        if (random.nextInt(3) > 0) {
            return;
        }
        Set<String> chosen = new HashSet<>();
        for (int i = 0; i <= random.nextInt(most); i++) {
            chosen.add(values.get(random.nextInt(values.size())));
        }
        rule.append(';').append(name).append('=').append(String.join(",", chosen));
    }

    @Test
    void doesNotDependOnTheMachinesZone() {
        TimeZone before = TimeZone.getDefault();
        List<String> here = days("FREQ=DAILY", "2011-12-20", 30);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
            assertThat(days("FREQ=DAILY", "2011-12-20", 30)).isEqualTo(here);
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(Duration.between(
                        LocalDate.parse(here.getFirst()).atStartOfDay(),
                        LocalDate.parse(here.getLast()).atStartOfDay()))
                .isEqualTo(Duration.ofDays(29));
    }
}
