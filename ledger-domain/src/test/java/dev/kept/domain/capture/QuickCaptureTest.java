package dev.kept.domain.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.Due;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Said on Wednesday, 25 November 2026, at 10:30 in Berlin, where it is winter: an hour ahead of UTC.
class QuickCaptureTest {
    private static final Instant NOW = Instant.parse("2026-11-25T09:30:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Captured read(String text) {
        return read(text, NOW, new Place(BERLIN, new Due.CalendarOf.Customer()));
    }

    private static Captured read(String text, Instant now, Place place) {
        return new QuickCapture(now, _ -> place).read(text);
    }

    private static String due(Captured captured) {
        return captured instanceof Captured.Understood understood ? form(understood.due()) : captured.toString();
    }

    private static Instant instant(LocalDateTime at, ZoneId zone) {
        return at.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static String form(Due due) {
        return switch (due) {
            case Due.At(Instant instant) -> instant.toString();
            case Due.EndOfDay(var on, var zone) -> "on " + on + " " + zone;
            case Due.AtLocal(var at, var zone) -> instant(at, zone).toString();
            case Due.Window(var from, var to) -> from + " to " + to;
            case Due.LocalWindow(var from, var to, var zone) -> from + " to " + to + " " + zone;
            case Due.OpenTime(var within, var calendar) ->
                within + " " + calendar.getClass().getSimpleName();
            case Due.BusinessDays(int within, var calendar) ->
                "P" + within + "D " + calendar.getClass().getSimpleName();
        };
    }

    @Test
    void aTimeOfDayIsKeptAsItIsMeant() {
        assertThat(read("Acme: quote by Friday noon"))
                .isInstanceOfSatisfying(
                        Captured.Understood.class,
                        understood -> assertThat(understood.due())
                                .isEqualTo(new Due.AtLocal(LocalDateTime.parse("2026-11-27T12:00"), BERLIN)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            by Friday noon                      | 2026-11-27T11:00:00Z
            by friday at noon                   | 2026-11-27T11:00:00Z
            by noon on Friday                   | 2026-11-27T11:00:00Z
            by Fri 5pm                          | 2026-11-27T16:00:00Z
            by Friday                           | on 2026-11-27 Europe/Berlin
            Friday 17:00                        | 2026-11-27T16:00:00Z
            until Friday, 17.30                 | 2026-11-27T16:30:00Z
            on Tuesday at 9 am                  | 2026-12-01T08:00:00Z
            tomorrow                            | on 2026-11-26 Europe/Berlin
            tomorrow 5pm                        | 2026-11-26T16:00:00Z
            by tomorrow 12pm                    | 2026-11-26T11:00:00Z
            by tomorrow 12am                    | 2026-11-25T23:00:00Z
            today                               | on 2026-11-25 Europe/Berlin
            by 5pm                              | 2026-11-25T16:00:00Z
            at 17:00                            | 2026-11-25T16:00:00Z
            by noon                             | 2026-11-25T11:00:00Z
            5pm today                           | 2026-11-25T16:00:00Z
            by 11                               | 2026-11-25T10:00:00Z
            the day after tomorrow              | on 2026-11-27 Europe/Berlin
            by EOD                              | on 2026-11-25 Europe/Berlin
            by end of day                       | on 2026-11-25 Europe/Berlin
            by Friday EOD                       | on 2026-11-27 Europe/Berlin
            by end of Friday                    | on 2026-11-27 Europe/Berlin
            within two working days             | P2D Customer
            within 1 business day               | P1D Customer
            within the next 3 working days      | P3D Customer
            within 8 business hours             | PT8H Customer
            in 90 working minutes               | PT1H30M Customer
            by close of business                | P0D Customer
            COB                                 | P0D Customer
            in 3 days                           | on 2026-11-28 Europe/Berlin
            within a week                       | on 2026-12-02 Europe/Berlin
            in two weeks                        | on 2026-12-09 Europe/Berlin
            in 3 months                         | on 2027-02-25 Europe/Berlin
            in an hour                          | 2026-11-25T10:30:00Z
            within 45 minutes                   | 2026-11-25T10:15:00Z
            between 9 and 11 on Tuesday         | 2026-12-01T09:00 to 2026-12-01T11:00 Europe/Berlin
            on Tuesday between 9 and 11         | 2026-12-01T09:00 to 2026-12-01T11:00 Europe/Berlin
            from 9am to 1pm tomorrow            | 2026-11-26T09:00 to 2026-11-26T13:00 Europe/Berlin
            between 13:00 and 15:30             | 2026-11-25T13:00 to 2026-11-25T15:30 Europe/Berlin
            tomorrow from 8 until 10            | 2026-11-26T08:00 to 2026-11-26T10:00 Europe/Berlin
            end of month                        | on 2026-11-30 Europe/Berlin
            by the end of the month             | on 2026-11-30 Europe/Berlin
            by end of next month                | on 2026-12-31 Europe/Berlin
            EOM                                 | on 2026-11-30 Europe/Berlin
            by end of quarter                   | on 2026-12-31 Europe/Berlin
            by end of next quarter              | on 2027-03-31 Europe/Berlin
            by end of the year                  | on 2026-12-31 Europe/Berlin
            by end of February                  | on 2027-02-28 Europe/Berlin
            next Monday                         | on 2026-11-30 Europe/Berlin
            by next Tuesday 10:00               | 2026-12-01T09:00:00Z
            this Friday                         | on 2026-11-27 Europe/Berlin
            2026-12-01 14:00                    | 2026-12-01T13:00:00Z
            by 2026-12-01                       | on 2026-12-01 Europe/Berlin
            by 5 Dec                            | on 2026-12-05 Europe/Berlin
            by 5 Dec.                           | on 2026-12-05 Europe/Berlin
            by the 5th of December, 2pm         | 2026-12-05T13:00:00Z
            by Dec 5                            | on 2026-12-05 Europe/Berlin
            by December 5 2027                  | on 2027-12-05 Europe/Berlin
            by 5. December 2027                 | on 2027-12-05 Europe/Berlin
            by 3 February                       | on 2027-02-03 Europe/Berlin
            by 29 Feb                           | on 2028-02-29 Europe/Berlin
            by 5.12.                            | on 2026-12-05 Europe/Berlin
            by 5.12.2026 14:00                  | 2026-12-05T13:00:00Z
            by 25/12                            | on 2026-12-25 Europe/Berlin
            by 12/12                            | on 2026-12-12 Europe/Berlin
            before noon on Friday               | 2026-11-27T11:00:00Z
            before Friday 5pm                   | 2026-11-27T16:00:00Z
            before 5pm                          | 2026-11-25T16:00:00Z
            by 25 Nov                           | on 2026-11-25 Europe/Berlin
            """)
    void understands(String phrase, String due) {
        Captured captured = read("Acme: send the quote " + phrase);

        assertThat(due(captured)).isEqualTo(due);
        assertThat(captured).isInstanceOfSatisfying(Captured.Understood.class, understood -> {
            assertThat(understood.customer()).isEqualTo("Acme");
            assertThat(understood.statement()).isEqualTo("send the quote");
            assertThat(understood.phrase()).isEqualTo(phrase.equals("by 5 Dec.") ? "by 5 Dec" : phrase);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            by Wednesday                        | today or in a week    | by 2026-11-25, by 2026-12-02
            Wednesday 5pm                       | today or in a week    | by 2026-11-25, by 2026-12-02
            next Friday                         | this week's           | by 2026-11-27, by 2026-12-04
            this Monday                         | has passed            | by 2026-11-30
            end of week                         | Friday or on Sunday   | by 2026-11-27, by 2026-11-29
            by end of next week                 | Friday or on Sunday   | by 2026-12-04, by 2026-12-06
            next week                           | no day                |
            by 5                                | at night or in the afternoon | 5am, 5pm
            between 2 and 4 on Friday           | at night or in the afternoon | 2am, 2pm
            between 11 and 9 on Friday          | before it begins      |
            by Friday midnight                  | beginning or the end  | 23:59, 00:00
            tomorrow morning                    | no time of day        |
            by 5.12                             | time or a day         | 05:12, 5.12.
            by 9:00                             | has passed today      | by 2026-11-26 09:00
            by 5/12                             | 2026-12-05 or 2026-05-12 | by 2026-12-05, by 2026-05-12
            before Friday                       | still in time         | by 2026-11-26, by 2026-11-27
            by 20 November                      | has passed            | by 2027-11-20
            by 2026-11-24                       | this has passed       |
            today between 8 and 9               | this has passed       |
            """)
    void asksWhatIsMeant(String phrase, String problem, String choices) {
        Captured captured = read("Acme: send the quote " + phrase);

        assertThat(captured).isInstanceOfSatisfying(Captured.Unclear.class, unclear -> {
            assertThat(unclear.field()).isEqualTo("due");
            assertThat(unclear.value()).isEqualTo(phrase);
            assertThat(unclear.problem()).contains(problem);
            assertThat(String.join(", ", unclear.choices())).isEqualTo(choices == null ? "" : choices);
            assertThat(unclear.fix()).isNotEmpty();
        });
    }

    @Test
    void everyChoiceThatIsOfferedIsUnderstood() {
        for (String phrase : List.of(
                "by Wednesday", "next Friday", "this Monday", "end of week", "by 9:00", "by 5/12", "before Friday")) {
            Captured captured = read("Acme: send the quote " + phrase);
            assertThat(captured).isInstanceOf(Captured.Unclear.class);
            for (String choice : ((Captured.Unclear) captured).choices()) {
                if (!choice.equals("by 2026-05-12")) {
                    assertThat(read("Acme: send the quote " + choice)).isInstanceOf(Captured.Understood.class);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quote by Friday noon                    | customer
            : quote by Friday noon                  | customer
            Acme:                                   | statement
            Acme: by Friday                         | statement
            Acme: quote                             | due
            Acme: quote soon                        | due
            Acme: quote by Friday please            | due
            Acme: quote by Friday or Monday         | due
            Acme: quote by Monday, final by Friday  | due
            Acme: not after Friday                  | due
            Acme: quote every Monday                | due
            Acme: quote by 31 November              | due
            Acme: quote by 25:00                    | due
            Acme: quote by 2026-13-01               | due
            Acme: plan the 13pm                     | due
            Acme: watch the sun                     | due
            Acme: order 5 May 17                    | due
            """)
    void saysWhatIsMissing(String text, String field) {
        assertThat(read(text)).isInstanceOfSatisfying(Captured.Unclear.class, unclear -> {
            assertThat(unclear.field()).as(unclear.toString()).isEqualTo(field);
            assertThat(unclear.fix()).isNotEmpty();
        });
    }

    @Test
    void keepsTheWordsOfTheStatementAsTheyAre() {
        Captured captured = read("  O'Hara & Söhne : Review Monday's notes, version 2  by Friday noon. ");

        assertThat(captured).isInstanceOfSatisfying(Captured.Understood.class, understood -> {
            assertThat(understood.customer()).isEqualTo("O'Hara & Söhne");
            assertThat(understood.statement()).isEqualTo("Review Monday's notes, version 2");
            assertThat(understood.phrase()).isEqualTo("by Friday noon");
        });
    }

    @Test
    void countsDaysWhereTheCustomerIs() {
        // given an evening in Berlin that is the next morning in Auckland
        Instant evening = Instant.parse("2026-11-25T19:00:00Z");

        assertThat(due(read("Kiwi: call tomorrow", evening, new Place(ZoneId.of("Pacific/Auckland"), null))))
                .isEqualTo("on 2026-11-27 Pacific/Auckland");
        assertThat(due(read("Acme: call tomorrow", evening, new Place(BERLIN, null))))
                .isEqualTo("on 2026-11-26 Europe/Berlin");
    }

    @Test
    void takesTheLaterOfTwoTimesWhenClocksAreSetBackAndShiftsOverAGap() {
        Instant october = Instant.parse("2026-10-20T09:00:00Z");
        Instant march = Instant.parse("2027-03-20T09:00:00Z");
        Place berlin = new Place(BERLIN, null);

        assertThat(due(read("Acme: switch by 25 Oct 2:30 am", october, berlin))).isEqualTo("2026-10-25T01:30:00Z");
        assertThat(due(read("Acme: switch by 28 March 2:30 am", march, berlin))).isEqualTo("2027-03-28T01:30:00Z");
    }

    @Test
    void workingTimeNeedsACalendar() {
        Place nowhere = new Place(BERLIN, null);

        assertThat(read("Acme: answer within 2 working days", NOW, nowhere))
                .isInstanceOfSatisfying(
                        Captured.Unclear.class,
                        unclear -> assertThat(unclear.fix()).contains("calendar"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverFailsAndNeverAcceptsWhatHasPassed(long seed) {
        Random random = new Random(seed);
        List<String> words = List.of(
                "by",
                "on",
                "at",
                "in",
                "within",
                "between",
                "and",
                "from",
                "to",
                "before",
                "end",
                "of",
                "next",
                "this",
                "the",
                "week",
                "month",
                "day",
                "days",
                "working",
                "Friday",
                "Wed",
                "tomorrow",
                "today",
                "noon",
                "5",
                "17:00",
                "9am",
                "31",
                "Feb",
                "29",
                "2026-12-01",
                "5/12",
                "1.1.",
                "quote",
                "9999",
                "0",
                "midnight",
                ":");
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder("Acme:");
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(' ').append(words.get(random.nextInt(words.size())));
            }
            Captured captured = read(text.toString());
            if (captured instanceof Captured.Understood(var customer, var statement, var phrase, Due due, var place)) {
                assertThat(statement).as("seed %d: %s", seed, text).isNotBlank();
                if (due instanceof Due.AtLocal(LocalDateTime at, ZoneId zone)) {
                    assertThat(instant(at, zone)).as("seed %d: %s", seed, text).isAfter(NOW);
                }
            }
        }
    }
}
