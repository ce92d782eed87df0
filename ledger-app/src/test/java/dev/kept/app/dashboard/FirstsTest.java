package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstsTest {
    private record One(int weight, int id) {}

    private static final Comparator<One> ORDER =
            Comparator.comparingInt(One::weight).thenComparingInt(One::id);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 249, 250, 251, 1_000, 2_000})
    void areThoseThatSortingPutsFirst(int count) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<One> all = IntStream.range(0, 1_000)
                .mapToObj(id -> new One(random.nextInt(100), id))
                .toList();

        assertThat(Firsts.of(all, ORDER, count))
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        all.stream().sorted(ORDER).limit(count).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void ofNothingThereIsNothing(int count) {
        assertThat(Firsts.of(List.<One>of(), ORDER, count)).isEmpty();
    }
}
