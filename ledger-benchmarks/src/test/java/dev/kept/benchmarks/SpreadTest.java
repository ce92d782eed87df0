package dev.kept.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void isTheMiddleValueAndTheOutermost() {
        assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
    }

    @Test
    void readsTheSameInEveryLocale() {
        assertThat(new Spread(12_345.4, 9.6, 20_000).whole()).isEqualTo("12,345 (10–20,000)");
        assertThat(new Spread(0.5, 0.25, 1).fine()).isEqualTo("0.50 (0.25–1.00)");
    }
}
