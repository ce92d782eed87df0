package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-10T12:00:00Z"));
    private final Meter meter = new Meter(3, Duration.ofSeconds(30), now::get);

    private int taken(String key) {
        int taken = 0;
        while (taken < 10 && meter.takes(key)) {
            taken++;
        }
        return taken;
    }

    @Test
    void letsABurstThroughAndThenAnEvenFlow() {
        assertThat(taken("a")).isEqualTo(3);
        now.set(now.get().plusSeconds(9));
        assertThat(taken("a")).isZero();
        now.set(now.get().plusSeconds(1));
        assertThat(taken("a")).isEqualTo(1);
        now.set(now.get().plusSeconds(3_600));
        assertThat(taken("a")).isEqualTo(3);
    }

    @Test
    void countsEachKeyByItself() {
        assertThat(taken("a")).isEqualTo(3);
        assertThat(taken("b")).isEqualTo(3);
    }

    @Test
    void isNotShutByAClockThatGoesBack() {
        assertThat(taken("a")).isEqualTo(3);
        now.set(now.get().minusSeconds(3_600));
        assertThat(taken("a")).isEqualTo(3);
    }
}
