package dev.kept.app.support.ics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.calendar.Closure;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Calendar files as programs export them, and as people break them.
class IcsClosuresTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static String file(String... events) {
        StringBuilder file = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n");
        for (String event : events) {
            file.append("BEGIN:VEVENT\n").append(event.replace('|', '\n')).append("\nEND:VEVENT\n");
        }
        return file.append("END:VCALENDAR\n").toString().replace("\n", "\r\n");
    }

    private static List<Closure> read(String file) {
        return IcsClosures.read(file.getBytes(StandardCharsets.UTF_8), BERLIN, 2025, 2028);
    }

    private static String closures(String... events) {
        return String.join(
                " ", read(file(events)).stream().map(Closure::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            maxCharsPerColumn = 1_000,
            value = {
                // all-day events: DTEND is the day after
                "DTSTART;VALUE!DATE:20261224 = 2026-12-24",
                "DTSTART;VALUE!DATE:20261224|DTEND;VALUE!DATE:20261225 = 2026-12-24",
                "DTSTART;VALUE!DATE:20261224|DTEND;VALUE!DATE:20270102 = 2026-12-24/2027-01-01",
                "DTSTART;VALUE!DATE:20261224|DTEND;VALUE!DATE:20261224 = 2026-12-24",
                "DTSTART;VALUE!DATE:20261224|DURATION:P3D = 2026-12-24/2026-12-26",
                "DTSTART;VALUE!DATE:20261224|DURATION:P1W = 2026-12-24/2026-12-30",
                // timed events: in their zone, in UTC, floating
                "DTSTART;TZID!Europe/Berlin:20261224T120000|DTEND;TZID!Europe/Berlin:20261224T180000 ="
                        + " 2026-12-24T12:00/2026-12-24T18:00",
                "DTSTART:20261224T110000Z|DTEND:20261224T170000Z = 2026-12-24T12:00/2026-12-24T18:00",
                "DTSTART:20261224T120000|DURATION:PT6H = 2026-12-24T12:00/2026-12-24T18:00",
                "DTSTART;TZID!America/New_York:20261224T120000|DURATION:PT1H30M = 2026-12-24T18:00/2026-12-24T19:30",
                "DTSTART;TZID!\"Eastern Standard Time\":20261224T120000|DURATION:PT1H ="
                        + " 2026-12-24T18:00/2026-12-24T19:00",
                "DTSTART;TZID!/example.org/2026/Europe/London:20261224T120000|DURATION:PT1H ="
                        + " 2026-12-24T13:00/2026-12-24T14:00",
                // the clocks jump within it: it lasts what it lasts
                "DTSTART;TZID!Europe/Berlin:20260328T230000|DURATION:PT5H = 2026-03-28T23:00/2026-03-29T05:00",
                "DTSTART;TZID!Europe/Berlin:20261024T230000|DURATION:PT5H = 2026-10-24T23:00/2026-10-25T03:00",
                // what is cancelled closes nothing, what says it is free still does
                "DTSTART;VALUE!DATE:20261224|STATUS:CANCELLED = ''",
                "DTSTART;VALUE!DATE:20261224|TRANSP:TRANSPARENT = 2026-12-24"
            })
    void anEventClosesItsTime(String event, String expected) {
        assertThat(closures(event.replace('!', '=').strip())).isEqualTo(expected);
    }

    @Test
    void followsRulesExceptionsAndMoreDates() {
        assertThat(closures("DTSTART;VALUE=DATE:20241224|RRULE:FREQ=YEARLY"))
                .as("the first one, and those of the years asked for")
                .isEqualTo("2024-12-24 2025-12-24 2026-12-24 2027-12-24 2028-12-24");
        assertThat(closures("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=MONTHLY;COUNT=3|EXDATE;VALUE=DATE:20260201"))
                .isEqualTo("2026-01-01 2026-03-01");
        assertThat(closures("DTSTART;VALUE=DATE:20260101|RDATE;VALUE=DATE:20260110,20260120"))
                .isEqualTo("2026-01-01 2026-01-10 2026-01-20");
        // a weekly meeting keeps its local time over the change of the clocks; the end is given in UTC
        assertThat(closures("DTSTART;TZID=Europe/Berlin:20260323T090000|DURATION:PT1H"
                        + "|RRULE:FREQ=WEEKLY;UNTIL=20260406T070000Z|EXDATE;TZID=Europe/Berlin:20260330T090000"))
                .isEqualTo("2026-03-23T09:00/2026-03-23T10:00 2026-04-06T09:00/2026-04-06T10:00");
    }

    @Test
    void anOccurrenceThatWasMovedOrCancelledCountsAsWhatItHasBecome() {
        String series = "UID:1|DTSTART;VALUE=DATE:20260101|RRULE:FREQ=MONTHLY;COUNT=3";
        assertThat(closures(
                        series,
                        "UID:1|RECURRENCE-ID;VALUE=DATE:20260201|DTSTART;VALUE=DATE:20260203",
                        "UID:1|RECURRENCE-ID;VALUE=DATE:20260301|DTSTART;VALUE=DATE:20260301|STATUS:CANCELLED"))
                .isEqualTo("2026-01-01 2026-02-03");
    }

    @Test
    void readsFoldedLinesByteOrderMarksAndZonesThatTheFileNames() {
        String file = "\ufeffBEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Office\r\n"
                + "X-LIC-LOCATION:Australia/Lord_Howe\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Works\r\n  outing\r\n"
                + "DTSTART;TZID=Off\r\n ice:20261224T120000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assertThat(read(file)).hasToString("[2026-12-24T02:00/2026-12-24T03:00]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "SUMMARY:nothing = 4 DTSTART",
                "SUMMARY:x|DTSTART:tomorrow = 6 DTSTART",
                "SUMMARY:x|DTSTART;VALUE!DATE:20261340 = 6 DTSTART",
                "DTSTART;VALUE!DATE:19691231 = 5 DTSTART",
                "DTSTART;VALUE!DATE:20261224|DTSTART;VALUE!DATE:20261225 = 6 DTSTART",
                "DTSTART;TZID!Mars/Olympus:20261224T120000|DURATION:PT1H = 5 TZID",
                "DTSTART;VALUE!DATE:20261224|DTEND:20261225T000000Z = 6 DTEND",
                "DTSTART:20261224T000000Z|DTEND;VALUE!DATE:20261225 = 6 DTEND",
                "DTSTART:20261224T000000Z|DTEND:20261223T000000Z = 6 DTEND",
                "DTSTART:20261224T000000Z = 5 DTSTART",
                "DTSTART:20261224T000000Z|DURATION:PT0S = 6 DURATION",
                "DTSTART:20261224T000000Z|DURATION:3 hours = 6 DURATION",
                "DTSTART:20261224T000000Z|DURATION:PT1H|DTEND:20261224T010000Z = 6 DURATION",
                "DTSTART;VALUE!DATE:20261224|DURATION:PT1H = 6 DURATION",
                "DTSTART;VALUE!DATE:20261224|RRULE:FREQ!SECONDLY = 6 RRULE",
                "DTSTART;VALUE!DATE:20261224|RRULE:every year = 6 RRULE",
                "DTSTART;VALUE!DATE:20261224|EXRULE:FREQ!YEARLY = 6 EXRULE",
                "DTSTART;VALUE!DATE:20261224|EXDATE:20261224T000000Z = 6 EXDATE",
                "DTSTART;VALUE!DATE:20261224|RECURRENCE-ID;VALUE!DATE:20261224 = 6 RECURRENCE-ID",
                "UID:1|DTSTART;VALUE!DATE:20261224|RECURRENCE-ID;RANGE!THISANDFUTURE;VALUE!DATE:20261224 = 7"
                        + " RECURRENCE-ID",
                "nonsense = 5 (line)"
            })
    void saysOnWhichLineItIsWrong(String event, String expected) {
        assertThatThrownBy(() -> closures(event.replace('!', '=').strip()))
                .isInstanceOfSatisfying(IcsFault.class, fault -> {
                    assertThat(fault.line() + " " + fault.field()).isEqualTo(expected);
                    assertThat(fault.fix()).isNotBlank();
                });
    }

    @Test
    void takesNoFileThatIsNotWhole() {
        String whole = file("DTSTART;VALUE=DATE:20261224");
        for (String broken : List.of(
                "",
                "hello",
                "BEGIN:VEVENT\r\nEND:VEVENT\r\n",
                whole.substring(0, whole.indexOf("END:VCALENDAR")),
                whole.substring(0, whole.indexOf("END:VEVENT")),
                whole.replace("VERSION:2.0", "VERSION:1.0"),
                whole.replace("VERSION:2.0", "CALSCALE:HEBREW"),
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")) {
            assertThatThrownBy(() -> read(broken)).as(broken).isInstanceOf(IcsFault.class);
        }
        assertThatThrownBy(() -> IcsClosures.read(new byte[] {(byte) 0xff, (byte) 0xfe}, BERLIN, 2025, 2028))
                .isInstanceOf(IcsFault.class);
    }

    @Test
    @Timeout(30)
    void aFileCannotCloseWithoutEnd() {
        assertThatThrownBy(() -> closures("DTSTART;VALUE=DATE:19700101|RRULE:FREQ=DAILY|DURATION:P100W"))
                .isInstanceOf(IcsFault.class)
                .hasMessageContaining("more than");
        assertThatThrownBy(() -> IcsClosures.read(
                        file("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=DAILY").getBytes(StandardCharsets.UTF_8),
                        BERLIN,
                        2005,
                        2047))
                .isInstanceOf(IcsFault.class);
        assertThat(closures("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))
                .isEqualTo("2026-01-01");
    }

    @Test
    void doesNotDependOnTheMachinesZone() {
        String event = "DTSTART:20261224T120000|DURATION:PT6H|RRULE:FREQ=WEEKLY;COUNT=3";
        TimeZone before = TimeZone.getDefault();
        String here = closures(event);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(closures(event)).isEqualTo(here);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    /// Whatever is changed in a file, the answer is closures or a fault that names a line of it.
    @Test
    @Timeout(60)
    void answersAnythingWithClosuresOrAFault() {
        long seed = 20_261_126;
        Random random = new Random(seed);
        String whole = file(
                "UID:1|DTSTART;TZID=Europe/Berlin:20261224T120000|DTEND;TZID=Europe/Berlin:20261224T180000"
                        + "|RRULE:FREQ=YEARLY;COUNT=3|EXDATE;TZID=Europe/Berlin:20271224T120000",
                "DTSTART;VALUE=DATE:20261231|DURATION:P2D");
        for (int i = 0; i < 2_000; i++) {
            StringBuilder changed = new StringBuilder(whole);
            for (int n = 0; n <= random.nextInt(4); n++) {
                int at = random.nextInt(changed.length());
                switch (random.nextInt(3)) {
                    case 0 -> changed.deleteCharAt(at);
                    case 1 -> changed.setCharAt(at, (char) (' ' + random.nextInt(95)));
                    default -> changed.insert(at, whole, at / 2, Math.min(whole.length(), at / 2 + random.nextInt(40)));
                }
            }
            try {
                assertThat(read(changed.toString())).isNotNull();
            } catch (IcsFault fault) {
                assertThat(fault.line())
                        .as("seed %d, case %d: %s", seed, i, fault.getMessage())
                        .isBetween(1, changed.toString().split("\r\n|\r|\n", -1).length);
            }
        }
    }
}
