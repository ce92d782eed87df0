package dev.kept.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.domain.calendar.BusinessCalendar;
import dev.kept.domain.calendar.Calendars;
import dev.kept.domain.calendar.OpenHours;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.CalendarLine;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page of due dates that were worked out by hand, asked of the ledger line by line.
class DueCasesTest {
    private static final Pattern CALENDARS = Pattern.compile("(?s)```json\\n(.*?)```");
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| (?<made>\\S+) \\| `(?<due>[^`]+)` \\| (?<falls>\\S+) \\| (?<opens>\\S+) \\| (?<why>.+) \\|$");
    private static final String ANY_TIME = "2000-01-01T00:00:00Z";
    private static final Optional<DueResolver.Owners> OWNERS = Optional.of(new DueResolver.Owners("ACME", "anna"));

    private static final List<Row> ROWS = new ArrayList<>();
    private static String calendars = "";

    private record Row(Instant made, String due, Instant falls, Optional<Instant> opens, String why) {}

    @BeforeAll
    static void readPage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "due-cases.md"));
        Matcher json = CALENDARS.matcher(page);
        assertThat(json.find()).isTrue();
        calendars = json.group(1);
        for (Matcher row = ROW.matcher(page); row.find(); ) {
            ROWS.add(new Row(
                    Instant.parse(row.group("made").equals("–") ? ANY_TIME : row.group("made")),
                    row.group("due"),
                    Instant.parse(row.group("falls")),
                    row.group("opens").equals("–") ? Optional.empty() : Optional.of(Instant.parse(row.group("opens"))),
                    row.group("why")));
        }
    }

    @Test
    void thereAreEnoughOfThemInEnoughZones() {
        Set<String> zones = new HashSet<>();
        Matcher zone = Pattern.compile("\"zone\":\"([^\"]+)\"").matcher(calendars + ROWS);
        while (zone.find()) {
            zones.add(zone.group(1));
        }
        assertThat(ROWS).hasSizeGreaterThanOrEqualTo(75);
        assertThat(zones)
                .hasSizeGreaterThanOrEqualTo(12)
                .contains("Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/New_York");
    }

    /// What the machine believes about where and when it is has no part in the answer.
    @ParameterizedTest
    @CsvSource({
        "UTC, en, 2026",
        "Pacific/Kiritimati, de, 2024",
        "America/St_Johns, ar-EG-u-nu-arab, 2031",
        "Australia/Lord_Howe, th-TH-u-ca-buddhist-nu-thai, 2026",
        "Asia/Kathmandu, ja-JP-u-ca-japanese, 2028"
    })
    void everyOneFallsDueAsWorkedOutByHandWhereverAndWheneverItIsAsked(String zone, String language, int year) {
        TimeZone zoneBefore = TimeZone.getDefault();
        Locale before = Locale.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            Locale.setDefault(Locale.forLanguageTag(language));
            Calendars defined = defined(year);
            for (Row row : ROWS) {
                DueResolver.Resolution resolution = resolve(row, defined);
                assertThat(resolution)
                        .as("%s made %s: %s", row.due(), row.made(), row.why())
                        .isInstanceOfSatisfying(DueResolver.Resolution.Resolved.class, resolved -> {
                            assertThat(resolved.due().due())
                                    .as("%s made %s: %s", row.due(), row.made(), row.why())
                                    .isEqualTo(row.falls());
                            assertThat(Optional.ofNullable(resolved.due().from()))
                                    .as("%s opens: %s", row.due(), row.why())
                                    .isEqualTo(row.opens());
                        });
            }
        } finally {
            TimeZone.setDefault(zoneBefore);
            Locale.setDefault(before);
        }
    }

    private static DueResolver.Resolution resolve(Row row, Calendars defined) {
        String line = "{\"type\":\"made\",\"commitment\":\"c\",\"customer\":\"ACME\",\"at\":\"" + row.made()
                + "\",\"due\":" + row.due() + "}";
        return switch (FactLineReader.read(
                line.getBytes(StandardCharsets.UTF_8), new LineContext(null, null, "test", "1"))) {
            case FactLineReader.Reading.Read(CommitmentCommand.MakeCommitment made) ->
                DueResolver.resolve(made.terms().due(), new DueResolver.Basis(row.made(), OWNERS, defined));
            case FactLineReader.Reading.Read(CommitmentCommand other) -> throw new AssertionError(other);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new AssertionError(refusal);
        };
    }

    /// The page's calendars as a ledger defines them in that year.
    private static Calendars defined(int year) {
        Map<String, BusinessCalendar> byName = new HashMap<>();
        JsonValue.JsonObject all = (JsonValue.JsonObject) JsonReader.read(calendars.getBytes(StandardCharsets.UTF_8));
        all.members().forEach((name, json) -> {
            var read = (CalendarLine.Reading.Read) CalendarLine.read(JsonWriter.bytes(json), name);
            NavigableMap<LocalDate, List<OpenHours>> days =
                    new TreeMap<>(read.definition().calendar().days());
            for (String region : read.definition().regions()) {
                PublicHolidays.of(region, year - Ledger.CALENDAR_YEARS, year + Ledger.CALENDAR_YEARS)
                        .orElseThrow(() -> new AssertionError("no holidays of " + region))
                        .forEach(day -> days.putIfAbsent(day, List.of()));
            }
            byName.put(
                    name,
                    new BusinessCalendar(
                            read.definition().calendar().zone(),
                            read.definition().calendar().week(),
                            days));
        });
        return name -> Optional.ofNullable(byName.get(name)).map(calendar -> new Calendars.Version(name, 0, calendar));
    }
}
