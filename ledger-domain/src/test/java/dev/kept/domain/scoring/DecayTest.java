package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecayTest {
    @Test
    @DisplayName("N01 the table satisfies its inequality for all entries")
    void eachEntryIsTheLargestThatSatisfiesItsInequality() {
        for (int halfLife : new int[] {1, 2, 7, 30, 90, 180, 365}) {
            for (int bits : new int[] {16, 40, 60}) {
                long[] table = Decay.of(halfLife, bits).table();
                assertThat(table).hasSize(halfLife);
                for (int j = 0; j < halfLife; j++) {
                    assertThat(Decay.fits(table[j], halfLife, bits, j)).isTrue();
                    assertThat(Decay.fits(table[j] + 1, halfLife, bits, j)).isFalse();
                }
            }
        }
    }

    @Test
    void theTableOfTheLongestHalfLifeSatisfiesItToo() {
        long[] table = Decay.of(Decay.MAX_HALF_LIFE_DAYS, 40).table();
        for (int j : new int[] {0, 1, 1_829, 3_659}) {
            assertThat(Decay.fits(table[j], Decay.MAX_HALF_LIFE_DAYS, 40, j)).isTrue();
            assertThat(Decay.fits(table[j] + 1, Decay.MAX_HALF_LIFE_DAYS, 40, j))
                    .isFalse();
        }
    }

    @Test
    void theInequalityIsThePowerOfTwo() {
        assertThat(Decay.fits(1L << 40, 180, 40, 0)).isTrue();
        assertThat(Decay.fits((1L << 40) + 1, 180, 40, 0)).isFalse();
        assertThat(BigInteger.valueOf(Decay.of(2, 40).table()[1]))
                .isEqualTo(BigInteger.ONE.shiftLeft(81).sqrt());
    }

    @Test
    void weighsADayByTwoToTheDaysOverTheHalfLife() {
        Decay decay = Decay.of(180, 40);
        for (int days = 0; days < 2_000; days += 13) {
            double ratio = decay.weight(-700, -20).doubleValue()
                    / decay.weight(-700 + days, -20).doubleValue();
            assertThat(ratio / Math.pow(2, -days / 180.0)).isCloseTo(1, within(2e-12));
        }
    }

    @Test
    void weighsDaysBefore1970Alike() {
        Decay decay = Decay.of(180, 40);
        assertThat(decay.weight(-1, -1)).isEqualTo(BigInteger.valueOf(decay.table()[179]));
        assertThat(decay.weight(-180, -3))
                .isEqualTo(BigInteger.valueOf(decay.table()[0]).shiftLeft(2));
    }
}
