package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nodes in JVMs of their own on one log.
class TwoJvmsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int FACTS = 1_500;

    private final TestDatabase.Access access = TestDatabase.fresh();
    private final Recording here = Recording.on(access);

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void bothGetTheirShareAndWhenOneIsKilledTheOtherGoesOn() throws Exception {
        try (NodeProcess one = NodeProcess.start("one", access);
                NodeProcess two = NodeProcess.start("two", access)) {
            one.awaitReady();
            two.awaitReady();
            one.go();
            two.go();
            await().atMost(LIMIT).until(() -> Math.min(count(one), count(two)) > 50 && count(one) + count(two) > FACTS);
            int ofOne = count(one);
            int ofTwo = count(two);
            assertThat(Math.min(ofOne, ofTwo))
                    .as("of the first %d acknowledgements %d and %d", ofOne + ofTwo, ofOne, ofTwo)
                    .isGreaterThan((ofOne + ofTwo) / 10);

            one.kill();
            int before = count(two);
            await().atMost(LIMIT).until(() -> count(two) > before + 200);
            two.kill();

            assertThat(one.complaints()).isEmpty();
            assertThat(two.complaints()).isEmpty();
            Map<String, Long> byKey = new HashMap<>();
            for (StoredFact fact : LogCheck.checked(here.log).values()) {
                assertThat(byKey.put(sourceId(fact), fact.position()))
                        .as("doubled: %s", fact)
                        .isNull();
            }
            assertThat(byKey).containsAllEntriesOf(one.acknowledged()).containsAllEntriesOf(two.acknowledged());
        }
    }

    @Test
    void theHeadThatAKilledNodeHeldIsFreedWithItsConnection() throws Exception {
        here.record(Commands.made("a", "1"));
        try (NodeProcess holder = NodeProcess.start("hold", access)) {
            holder.awaitReady();
            CompletableFuture<List<Answer>> waiting = here.recorder.record(List.of(Commands.met("a", "2")));
            await().atMost(LIMIT).until(this::somebodyWaitsForALock);
            assertThat(waiting).isNotDone();

            holder.kill();

            assertThat(Recording.answers(waiting)).hasOnlyElementsOfType(Answer.Recorded.class);
            assertThat(here.log.head().size()).isEqualTo(2);
        }
    }

    private static int count(NodeProcess node) {
        return node.acknowledged().size();
    }

    private static String sourceId(StoredFact fact) {
        if (JsonReader.readTrusted(fact.meta()) instanceof JsonObject meta
                && meta.get("id") instanceof JsonText(String id)) {
            return id;
        }
        throw new AssertionError("no source id: " + fact);
    }

    private boolean somebodyWaitsForALock() throws Exception {
        try (var connection = access.connect();
                var select = connection.prepareStatement("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'");
                var row = select.executeQuery()) {
            return row.next() && row.getInt(1) > 0;
        }
    }
}
