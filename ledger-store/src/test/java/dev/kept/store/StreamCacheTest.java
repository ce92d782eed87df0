package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Frontier;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is remembered is a stream's true beginning, within the bound, for one run of the server.
class StreamCacheTest {
    private static final long RUN = 1;

    private final StreamCache cache = new StreamCache(10_000);
    private long position;

    @Test
    void remembersStreamsFromTheirFirstVersionOn() {
        StoredFact first = fact("a", 0);
        StoredFact second = fact("a", 1);
        cache.add(List.of(first, fact("b", 3)), RUN);
        cache.add(List.of(second, fact("a", 3)), RUN);
        assertThat(cache.get(List.of("a", "b", "c")).streams())
                .containsOnlyKeys("a")
                .containsEntry("a", List.of(first, second));
    }

    @Test
    void takesEachFactOnce() {
        StoredFact first = fact("a", 0);
        cache.add(List.of(first), RUN);
        long bytes = cache.bytes();
        cache.add(List.of(first), RUN);
        assertThat(cache.bytes()).isEqualTo(bytes);
    }

    @Test
    void forgetsTheStreamUsedLongestAgoWhenItIsFull() {
        for (int i = 0; i < 100; i++) {
            cache.add(List.of(fact("s" + i, 0)), RUN);
            cache.get(List.of("s0"));
            assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(cache.get(List.of("s0", "s1", "s99")).streams()).containsOnlyKeys("s0", "s99");
    }

    @Test
    void holdsForOneRunOfTheServerOnly() {
        cache.add(List.of(fact("a", 0)), RUN);
        assertThat(cache.get(List.of("a")).holdsFor(new Head(0, Frontier.EMPTY, RUN)))
                .isTrue();
        assertThat(cache.get(List.of("a")).holdsFor(new Head(0, Frontier.EMPTY, 2)))
                .isFalse();
        cache.add(List.of(fact("b", 0)), 2);
        assertThat(cache.get(List.of("a", "b")).streams()).containsOnlyKeys("b");
    }

    private StoredFact fact(String stream, int version) {
        return Fixture.stored(position++, stream, version);
    }
}
