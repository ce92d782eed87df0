package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.FactIds;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.update.UpdateChecker;
import org.axonframework.update.detection.TestEnvironmentDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerBusTest {
    @TempDir
    Path home;

    /// Axon leaves its checker out of tests by itself, so it is told here that this is none.
    @Test
    void nothingAsksForUpdatesOrNotesTheMachine() {
        String userHome = System.setProperty("user.home", home.toString());
        System.setProperty(TestEnvironmentDetector.AXONIQ_USAGE_FORCE_TEST_ENVIRONMENT, "true");
        try (LedgerBus bus = new LedgerBus(new InMemoryEventStorageEngine(), new FactIds(new SplittableRandom(1)))) {
            assertThat(bus.components().getOptionalComponent(UpdateChecker.class))
                    .isEmpty();
            assertThat(home.resolve(".axoniq")).doesNotExist();
        } finally {
            System.clearProperty(TestEnvironmentDetector.AXONIQ_USAGE_FORCE_TEST_ENVIRONMENT);
            System.setProperty("user.home", userHome);
        }
    }
}
