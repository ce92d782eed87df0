package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.scoring.Entry.WeightClass;
import dev.kept.domain.scoring.ScoreState.Bucket;
import dev.kept.domain.scoring.ScoreState.Key;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreStateTest {
    @Test
    void keepsTheSumsOfItsEntriesByDay() {
        ScoreState state = new ScoreState();
        state.add(new Entry(7, false, WeightClass.S, 1, 1000, 650_000, 500_000, 1, 0, 0, "KEPT_LATE"));
        state.add(new Entry(7, false, WeightClass.S, 0, 620, 0, 0, 1, 0, 1, "EXTENDED_LATE"));
        assertThat(state.buckets())
                .containsOnlyKeys(new Key(false, WeightClass.S, 7))
                .containsValue(new Bucket(1, 1620, 650_000_000, 500_000_000, 1_384_400, 2, 0, 1));
    }

    @Test
    void forgetsABucketThatIsAllZero() {
        ScoreState state = new ScoreState();
        Entry entry = new Entry(7, true, WeightClass.T, 1, 200, 0, 0, 1, 0, 0, "OVERDUE");
        state.add(entry);
        state.subtract(entry);
        assertThat(state).isEqualTo(new ScoreState());
        assertThat(state.buckets()).isEmpty();
    }

    @Test
    void takingOutWhatWasMergedLeavesWhatWas() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = Histories.random(seed);
            ScoreState one = Scores.state(Histories.any(random), Policy.kyw1());
            ScoreState other = Scores.state(Histories.any(random), Policy.kyw1());
            ScoreState sum = new ScoreState();
            sum.merge(one);
            sum.merge(other);
            sum.subtract(other);
            assertThat(sum).as("seed %d", seed).isEqualTo(one);
            sum.subtract(sum);
            assertThat(sum).as("seed %d", seed).isEqualTo(new ScoreState());
        }
    }

    @Test
    void overflowIsAnErrorAndNotAWrongScore() {
        ScoreState state = new ScoreState();
        Key key = new Key(false, WeightClass.S, 0);
        Bucket half = new Bucket(0, Long.MAX_VALUE / 2 + 1, 0, 0, 0, 0, 0, 0);
        state.add(key, half);
        assertThatThrownBy(() -> state.add(key, half)).isInstanceOf(ArithmeticException.class);
    }
}
