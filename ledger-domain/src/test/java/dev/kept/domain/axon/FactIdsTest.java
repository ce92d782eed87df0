package dev.kept.domain.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactIdsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:30:00.123456789Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1970-01-01T00:00:00.001Z",
                "2026-03-01T09:30:00.123456789Z",
                "2026-03-01T09:30:00.999999999Z",
                "2200-12-31T23:59:59.999999999Z"
            })
    void areUuidsOfVersionSevenThatSayTheirMillisecond(String now) {
        UUID id = UUID.fromString(new FactIds(new Random(1)).next(Instant.parse(now)));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16)
                .isEqualTo(Instant.parse(now).toEpochMilli());
    }

    @Test
    void holdTheFractionOfTheMillisecondInTwelveBits() {
        assertThat(fraction("2026-03-01T09:30:00.123Z")).isZero();
        assertThat(fraction("2026-03-01T09:30:00.123500Z")).isEqualTo(2048);
        assertThat(fraction("2026-03-01T09:30:00.123999999Z")).isEqualTo(4095);
    }

    private static long fraction(String now) {
        return UUID.fromString(new FactIds(new Random(1)).next(Instant.parse(now)))
                        .getMostSignificantBits()
                & 0xfff;
    }

    @Test
    void onlyGrowWhateverTheClockDoes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            FactIds ids = new FactIds(random);
            Instant now = NOW;
            String last = "";
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                now = switch (random.nextInt(6)) {
                    case 0 -> now.minus(Duration.ofMillis(random.nextInt(10_000_000)));
                    case 1 -> now.plus(Duration.ofMillis(random.nextInt(10_000)));
                    case 2 -> now.plusNanos(random.nextInt(1_000));
                    default -> now;
                };
                String id = ids.next(now);
                assertThat(id).as("seed " + seed + ", id " + i).isGreaterThan(last);
                assertThat(UUID.fromString(id).version()).isEqualTo(7);
                assertThat(UUID.fromString(id).variant()).isEqualTo(2);
                assertThat(seen.add(id)).isTrue();
                last = id;
            }
        }
    }

    @Test
    void carryOnIntoTheNextMillisecondWhenOneIsFull() {
        FactIds ids = new FactIds(new Random(1));
        String last = "";
        for (int i = 0; i < 10_000; i++) {
            String id = ids.next(NOW);
            assertThat(id).isGreaterThan(last);
            assertThat(UUID.fromString(id).version()).isEqualTo(7);
            last = id;
        }
        long ahead = (UUID.fromString(last).getMostSignificantBits() >>> 16) - NOW.toEpochMilli();
        assertThat(ahead).isBetween(1L, 3L);
    }

    @Test
    void areGreaterThanWhatAnotherNodeHasGivenOut() {
        String other = new FactIds(new Random(2)).next(NOW.plus(Duration.ofHours(1)));
        FactIds ids = new FactIds(new Random(1));
        ids.passed(other);
        assertThat(ids.next(NOW)).isGreaterThan(other);
        ids.passed(new FactIds(new Random(3)).next(NOW.minus(Duration.ofHours(1))));
        assertThat(ids.next(NOW)).isGreaterThan(other);
    }

    @Test
    void areInTheOneSpellingThatIsStored() {
        assertThat(new FactIds(new Random(1)).next(NOW))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }
}
