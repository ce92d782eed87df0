package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is handed out is what the log goes on with, all of it, or nothing.
class TailTest {
    private static final long RUN = 1;

    private final Tail tail = new Tail(10_000);

    @Test
    void handsOutWhatComesAfterAPositionUpToTheLimit() {
        // given the facts 3 to 7, in two batches
        tail.add(facts(3, 5), RUN);
        tail.add(facts(6, 7), RUN);

        // then every place within is found
        assertThat(after(2, 100, 8)).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(after(4, 2, 8)).containsExactly(5L, 6L);
        assertThat(after(7, 100, 8)).isEmpty();
        assertThat(tail.reachesBackTo(2)).isTrue();
        assertThat(tail.reachesBackTo(1)).isFalse();
        assertThat(tail.reachesBackTo(7)).isFalse();
    }

    @Test
    void handsOutNothingWhereItDoesNotHoldAll() {
        // given the facts 3 to 7
        tail.add(facts(3, 7), RUN);

        // then neither what was before them nor what another node has added is left out silently
        assertThat(tail.after(1, 100, head(8, RUN))).isEmpty();
        assertThat(tail.after(5, 100, head(9, RUN))).isEmpty();
        assertThat(tail.after(5, 2, head(9, RUN))).isPresent();
    }

    @Test
    void neverGoesBeyondTheHead() {
        // given a fact that a restored log does not have yet
        tail.add(facts(3, 7), RUN);

        // then it is not handed out
        assertThat(after(4, 100, 7)).containsExactly(5L, 6L);
    }

    @Test
    void beginsAnewBehindAGap() {
        // given facts, and then others further on
        tail.add(facts(3, 7), RUN);
        tail.add(facts(9, 10), RUN);

        // then those before the gap are forgotten
        assertThat(tail.after(6, 100, head(11, RUN))).isEmpty();
        assertThat(after(8, 100, 11)).containsExactly(9L, 10L);
    }

    @Test
    void holdsForOneRunOfTheServerOnly() {
        // given facts of one run
        tail.add(facts(3, 7), RUN);

        // then another run's head gets none, and facts of that run take their place
        assertThat(tail.after(4, 100, head(8, 2))).isEmpty();
        tail.add(facts(8, 8), 2);
        assertThat(tail.after(4, 100, head(9, 2))).isEmpty();
        assertThat(tail.after(7, 100, head(9, 2))).isPresent();
    }

    @Test
    void forgetsTheFirstWhenItIsFull() {
        // when more is added than there is room for
        for (int i = 0; i < 100; i++) {
            tail.add(facts(i, i), RUN);
        }

        // then the last ones are there, and not the first
        assertThat(after(97, 100, 100)).containsExactly(98L, 99L);
        assertThat(tail.reachesBackTo(20)).isFalse();
    }

    private List<Long> after(long position, int limit, long size) {
        return tail.after(position, limit, head(size, RUN)).orElseThrow().stream()
                .map(StoredFact::position)
                .toList();
    }

    private static Head head(long size, long run) {
        List<Hash> leaves = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            leaves.add(Hash.EMPTY_ROOT);
        }
        return new Head(0, Frontier.EMPTY.appendAll(leaves), run);
    }

    private static List<StoredFact> facts(long from, long to) {
        List<StoredFact> facts = new ArrayList<>();
        for (long position = from; position <= to; position++) {
            facts.add(Fixture.stored(position, "commitment/c", 0));
        }
        return facts;
    }
}
