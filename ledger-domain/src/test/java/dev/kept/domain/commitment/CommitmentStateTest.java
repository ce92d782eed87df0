package dev.kept.domain.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.sample.Ledger;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitmentStateTest {
    private final List<CommitmentEvent> events = Ledger.withPromise()
            .given("{'type':'met'}")
            .given("{'type':'missed'}")
            .events();

    @Test
    void isAValueWhateverBecomesOfIt() {
        CommitmentState one = CommitmentState.empty().evolve(events.getFirst());
        List<CommitmentEvent> seen = one.events();
        CommitmentState two = one.evolve(events.get(1));
        CommitmentState other = one.evolve(events.get(2));
        CommitmentState three = two.evolve(events.get(2));
        assertThat(seen).containsExactly(events.getFirst());
        assertThat(one.events()).containsExactly(events.getFirst());
        assertThat(two.events()).containsExactly(events.get(0), events.get(1));
        assertThat(other.events()).containsExactly(events.get(0), events.get(2));
        assertThat(three.events()).containsExactlyElementsOf(events);
        assertThat(CommitmentState.empty().events()).isEmpty();
    }

    @Test
    void countsVersionsFromZero() {
        CommitmentState state = CommitmentState.empty();
        assertThat(state.isEmpty()).isTrue();
        for (CommitmentEvent event : events) {
            assertThat(state.nextVersion()).isEqualTo(state.events().size());
            state = state.evolve(event);
        }
        assertThat(state.nextVersion()).isEqualTo(3);
        assertThat(state.facts()).hasSize(3);
    }

    @Test
    void lendsItsEventsForReadingOnly() {
        List<CommitmentEvent> lent =
                CommitmentState.empty().evolve(events.getFirst()).events();
        assertThatThrownBy(() -> lent.add(events.get(1))).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> lent.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
