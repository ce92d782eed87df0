package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.fact.FactType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventNamesTest {
    /// Written into logs, checkpoints and other people's systems: never to be changed, only added to.
    private static final List<String> STORED = List.of(
            "commitment.made.v1",
            "commitment.met.v1",
            "commitment.partly_met.v1",
            "commitment.missed.v1",
            "commitment.extension_requested.v1",
            "commitment.renegotiated.v1",
            "commitment.withdrawn.v1",
            "commitment.released.v1",
            "commitment.disclosed.v1",
            "commitment.noticed.v1",
            "commitment.made_good.v1",
            "commitment.disputed.v1",
            "commitment.resolved.v1",
            "commitment.confirmed.v1",
            "commitment.corrected.v1",
            "commitment.voided.v1");

    @Test
    void storedNamesArePinned() {
        assertThat(Arrays.stream(EventCatalog.values()).map(EventCatalog::storedName))
                .containsExactlyElementsOf(STORED);
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void everyTypeHasItsNameAndItsEvent(FactType type) {
        EventCatalog entry = EventCatalog.of(type);
        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.eventName()).isEqualTo("commitment." + type.wireName());
        assertThat(EventCatalog.ofEventName(entry.eventName())).contains(entry);
        assertThat(GoldenEvents.of(type).values()).allSatisfy(event -> {
            assertThat(event).isExactlyInstanceOf(entry.event());
            assertThat(event.type()).isEqualTo(type);
        });
    }

    @Test
    void everyEventOfTheFamilyIsInTheCatalog() {
        assertThat(Stream.of(EventCatalog.values()).<Class<?>>map(EventCatalog::event))
                .containsExactlyInAnyOrder(CommitmentEvent.class.getPermittedSubclasses());
    }

    @Test
    void knowsNoOtherName() {
        assertThat(EventCatalog.ofEventName("commitment.made.v1")).isEmpty();
        assertThat(EventCatalog.ofEventName("dev.kept.api.event.CommitmentMade"))
                .isEmpty();
    }
}
