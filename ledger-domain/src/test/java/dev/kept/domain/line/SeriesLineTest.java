package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.series.Series;
import dev.kept.domain.series.SeriesDefined;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesLineTest {
    private static final String LEAST =
            "\"rule\":\"FREQ=MONTHLY;BYMONTHDAY=-1\",\"start\":\"2026-12-01\",\"zone\":\"Europe/Berlin\","
                    + "\"customer\":\"ACME\"";

    private static SeriesLine.Reading read(String json) {
        return SeriesLine.read(json.getBytes(StandardCharsets.UTF_8), "rent");
    }

    private static Series series(String json) {
        return switch (read(json)) {
            case SeriesLine.Reading.Read(var definition) -> definition.series();
            case SeriesLine.Reading.Unreadable(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static SeriesDefined event(Series series) {
        return new SeriesDefined(
                "018f0000-0000-7000-8000-000000000000",
                series,
                new IdempotencyKey("crm", "1"),
                "anna",
                Instant.parse("2026-11-26T09:00:00Z"));
    }

    /// The stored form is for ever: what these bytes are today they are in every later version.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"series\":\"rent\",\"rule\":\"FREQ=MONTHLY;BYMONTHDAY=-1\",\"start\":\"2026-12-01\",\"zone\":\"Europe/Berlin\",\"ahead\":\"P30D\",\"customer\":\"ACME\",\"direction\":\"BY_US\",\"kind\":\"promise\"}",
                "{\"series\":\"rent\",\"rule\":\"FREQ=YEARLY\",\"start\":\"2026-12-01\",\"until\":\"2030-12-01\",\"zone\":\"UTC\",\"due\":{\"time\":\"17:00\"},\"ahead\":\"P0D\",\"customer\":\"ACME\",\"direction\":\"BY_CUSTOMER\",\"kind\":\"pay\",\"statement\":\"Pays\",\"amount\":\"12.00\",\"currency\":\"EUR\"}",
                "{\"series\":\"rent\",\"rule\":\"FREQ=DAILY\",\"start\":\"2026-12-01\",\"zone\":\"UTC\",\"due\":{\"from\":\"09:00\",\"to\":\"11:00\"},\"ahead\":\"P7D\",\"customer\":\"ACME\",\"direction\":\"BY_US\",\"promisor\":\"anna\",\"kind\":\"visit\",\"tier\":\"major\",\"quantity\":\"3\",\"unit\":\"kg\",\"attributes\":{\"room\":\"7\"}}",
                "{\"series\":\"rent\",\"rule\":\"FREQ=DAILY\",\"start\":\"2026-12-01\",\"zone\":\"UTC\",\"due\":{\"within\":\"P2D\",\"calendarOf\":\"customer\"},\"ahead\":\"P0D\",\"customer\":\"ACME\",\"direction\":\"BY_US\",\"kind\":\"promise\"}",
                "{\"series\":\"rent\",\"rule\":\"FREQ=MONTHLY\",\"start\":\"2026-12-01\",\"zone\":\"UTC\",\"due\":{\"attest\":\"P5D\"},\"ahead\":\"P0D\",\"customer\":\"ACME\",\"direction\":\"BY_US\",\"kind\":\"promise\"}"
            })
    void isStoredInThisFormAndReadFromIt(String stored) {
        Series series = SeriesLine.series(stored.getBytes(StandardCharsets.UTF_8));
        SeriesDefined event = event(series);
        assertThat(new String(SeriesLine.payload(event), StandardCharsets.UTF_8))
                .isEqualTo(stored);
        assertThat(SeriesLine.stored(new EventJson.Stored(
                        "us",
                        event.factId(),
                        SeriesDefined.EVENT_NAME,
                        event.acceptedAt(),
                        SeriesLine.payload(event),
                        SeriesLine.meta(event))))
                .isEqualTo(event);
    }

    @Test
    void saysTheSameWhetherItsNameIsInTheLineOrTheAddress() {
        assertThat(series("{" + LEAST + "}")).isEqualTo(series("{\"series\":\"rent\"," + LEAST + "}"));
        assertThat(series("{" + LEAST + "}").aheadDays()).isEqualTo(30);
        assertThat(series("{" + LEAST + ",\"due\":{\"within\":\"PT8H\",\"calendar\":\"c\"}}")
                        .aheadDays())
                .isZero();
    }

    /// Each is added to a definition that is well, or takes a field's place in it.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "series  | 'series':'other'            | BAD_FIELD",
                "series  | 'series':'a#b'              | BAD_FIELD",
                "rule    | 'rule':'FREQ=SECONDLY'      | BAD_FIELD",
                "rule    | 'rule':'every month'        | BAD_FIELD",
                "rule    | 'rule':'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' | BAD_FIELD",
                "start   | 'start':'2026-02-30'        | BAD_TIME",
                "start   | 'start':'1999'              | BAD_TIME",
                "start   | 'start':'2201-01-01'        | BAD_TIME",
                "until   | 'until':'soon'              | BAD_TIME",
                "zone    | 'zone':'Mars/Olympus'       | BAD_ZONE",
                "ahead   | 'ahead':'P401D'             | BAD_FIELD",
                "ahead   | 'ahead':'1 month'           | BAD_FIELD",
                "ahead   | 'ahead':'P3D','due':{'within':'P2D','calendar':'c'} | BAD_FIELD",
                "due     | 'due':'2026-12-31T00:00:00Z'| DUE_UNRESOLVABLE",
                "due     | 'due':{'on':'2026-12-31','zone':'UTC'} | DUE_UNRESOLVABLE",
                "due.time| 'due':{'time':'25:00'}      | BAD_TIME",
                "due.to  | 'due':{'from':'11:00','to':'09:00'} | DUE_UNRESOLVABLE",
                "due.attest | 'due':{'attest':'P0D'}   | DUE_UNRESOLVABLE",
                "due.attest | 'due':{'attest':'P91D'}  | BAD_FIELD",
                "customer| 'customer':''               | BAD_FIELD",
                "colour  | 'colour':'blue'             | UNKNOWN_FIELD"
            })
    void refusesByFieldAndFix(String field, String member, String code) {
        String wanted = member.replace('\'', '"').strip();
        String name = wanted.substring(1, wanted.indexOf('"', 1));
        StringBuilder json = new StringBuilder("{");
        for (String part : LEAST.split(",(?=\")")) {
            if (!part.startsWith("\"" + name + "\"")) {
                json.append(part).append(',');
            }
        }
        SeriesLine.Reading reading = read(json + wanted + "}");
        if (name.equals("series") && wanted.contains("#")) {
            reading = SeriesLine.read((json + wanted + "}").getBytes(StandardCharsets.UTF_8), null);
        }
        assertThat(reading).isInstanceOfSatisfying(SeriesLine.Reading.Unreadable.class, unreadable -> {
            Refusal refusal = unreadable.refusal();
            assertThat(refusal.field()).isEqualTo(field.strip());
            assertThat(refusal.code().name()).isEqualTo(code.strip());
            assertThat(refusal.fix()).isNotBlank();
        });
    }

    @Test
    void refusesANameThatLeavesNoRoomForThePeriod() {
        assertThat(SeriesLine.read(("{" + LEAST + "}").getBytes(StandardCharsets.UTF_8), "x".repeat(181)))
                .isInstanceOf(SeriesLine.Reading.Unreadable.class);
    }
}
