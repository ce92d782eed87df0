package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "2026-10-14T09:30:00.123456Z",
                "2026-10-14T09:30:00.1Z",
                "2026-10-14T09:30:00.Z",
                "2026-10-14T09:30:00.123456789Z",
                "2024-02-29T23:59:59Z",
                "2026-10-14T09:30Z",
                "2026-10-14T09:30:00+02:00",
                "2026-10-14T09:30:00.5-11:30",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void readsWhatTheFormatterReads(String text) {
        assertThat(Micros.parse(text))
                .isEqualTo(Micros.of(OffsetDateTime.parse(text).toInstant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-10-14",
                "2026-10-14T09:30:00",
                "2026-02-29T09:30:00Z",
                "2026-13-14T09:30:00Z",
                "2026-10-14T24:30:00Z",
                "2026-10-14T09:30:60Z",
                "2026-10-14T09:30:00,5Z",
                "2026-10-14 09:30:00Z",
                "2026-1O-14T09:30:00Z",
                "2026-10-14T09:30:00.12a456Z"
            })
    void refusesWhatTheFormatterRefuses(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> OffsetDateTime.parse(text));
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> Micros.parse(text));
    }

    @Test
    void readsBackEveryTimeItWrote() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long micros = random.nextLong(-62_000_000_000_000_000L, 250_000_000_000_000_000L);
            Instant time = Micros.toInstant(micros);
            assertThat(Micros.of(time)).as("seed %d", seed).isEqualTo(micros);
            assertThat(Micros.parse(time.toString())).as("seed %d", seed).isEqualTo(micros);
            String elsewhere =
                    time.atOffset(ZoneOffset.ofHours(random.nextInt(25) - 12)).toString();
            assertThat(Micros.parse(elsewhere)).as("seed %d", seed).isEqualTo(micros);
        }
    }

    @Test
    void theCeilingIsNotBeforeTheTime() {
        Instant time = Instant.parse("2026-10-14T09:30:00.123456Z");
        assertThat(Micros.ofCeiling(time)).isEqualTo(Micros.of(time));
        assertThat(Micros.ofCeiling(time.plusNanos(1))).isEqualTo(Micros.of(time) + 1);
        assertThat(Micros.of(time.plus(Duration.ofNanos(999)))).isEqualTo(Micros.of(time));
    }
}
