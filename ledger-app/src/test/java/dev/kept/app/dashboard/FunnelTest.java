package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.dashboard.Funnel.Limits;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FunnelTest {
    /// A mean credit of .9, a prior of .8 worth four promises.
    private static final Limits LIMITS = new Limits(0.9, 0.8, 4);

    private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

    @Test
    void aRecordOfNothingIsThePrior() {
        assertThat(LIMITS.centre(0)).isEqualTo(80, EXACTLY);
        assertThat(LIMITS.deviation(0)).isZero();
    }

    @Test
    void aRecordIsDrawnTowardsThePriorByItsWeight() {
        // (4 * .8 + 12 * .9) / 16
        assertThat(LIMITS.centre(12)).isEqualTo(87.5, EXACTLY);
        // 12 / 16 * sqrt(.9 * .1 / 12)
        assertThat(LIMITS.deviation(12)).isEqualTo(6.495190528383289, EXACTLY);
    }

    @Test
    void theLimitsCloseInOnLongRecords() {
        assertThat(LIMITS.deviation(1_000)).isLessThan(LIMITS.deviation(100)).isLessThan(1);
        assertThat(LIMITS.centre(1_000_000)).isEqualTo(90, Offset.offset(0.001));
    }
}
