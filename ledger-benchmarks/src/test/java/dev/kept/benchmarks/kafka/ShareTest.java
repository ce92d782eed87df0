package dev.kept.benchmarks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShareTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void leavesOutTheFirstTenthAndTheTimeItTook() {
        Share share = new Share(1_000);

        share.at(50, SECOND);
        share.at(100, 60 * SECOND);
        share.at(400, 61 * SECOND);
        boolean more = share.at(1_000, 63 * SECOND);

        assertThat(more).isFalse();
        assertThat(share.perSecond()).isEqualTo(300);
    }

    @Test
    void endsWithTheLastRecordHoweverOftenItIsLookedAtAfterwards() {
        Share share = new Share(1_000);
        share.at(100, 0);
        share.at(1_000, 3 * SECOND);

        share.at(1_000, 9 * SECOND);
        share.at(1_000, 30 * SECOND);

        assertThat(share.perSecond()).isEqualTo(300);
    }
}
