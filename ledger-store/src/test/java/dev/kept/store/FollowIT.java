package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;

/// Whoever follows the log on one node is given the same facts as whoever reads them from the database, though another
/// node appends, too.
class FollowIT {
    private final long seed = System.nanoTime();

    @Test
    void whatIsFollowedIsWhatTheDatabaseHolds() {
        Random random = new Random(seed);
        try (Fixture log = Fixture.fresh();
                Fixture other = log.otherNode()) {
            // given a follower, while two nodes append batches, mostly its own
            List<StoredFact> followed = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Fixture node = random.nextInt(5) == 0 ? other : log;
                node.append(AppendCondition.none(), batch(random));
                // when it reads now and then, some at a time
                if (random.nextBoolean()) {
                    long position = followed.isEmpty() ? -1 : followed.getLast().position();
                    followed.addAll(log.reader.follow(position, 1 + random.nextInt(30)));
                }
            }
            List<StoredFact> rest;
            do {
                rest = log.reader.follow(
                        followed.isEmpty() ? -1 : followed.getLast().position(), 1_000);
                followed.addAll(rest);
            } while (!rest.isEmpty());

            // then it has every byte of every fact, in order
            assertThat(followed)
                    .as("seed %d", seed)
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactlyElementsOf(other.reader.after(-1, 10_000));
            assertThat(followed).as("seed %d", seed).hasSizeGreaterThan(60);
        }
    }

    @Test
    void streamsThatAreFollowedAreThoseOfTheDatabaseUpToEachVersion() {
        Random random = new Random(seed);
        try (Fixture log = Fixture.fresh();
                Fixture other = log.otherNode()) {
            int remembered = 0;
            for (int i = 0; i < 40; i++) {
                // given streams that two nodes lengthen, and this node remembers as far as it has decided on them
                Fixture node = random.nextInt(4) == 0 ? other : log;
                node.append(AppendCondition.none(), batch(random));
                List<StoredFact> all = other.reader.after(-1, 10_000);
                Map<String, Integer> ends = new HashMap<>();
                all.forEach(fact -> ends.put(fact.stream(), fact.version()));

                // when some of them are asked for up to any of their versions
                Map<String, Integer> asked = new HashMap<>();
                ends.forEach((stream, end) -> {
                    if (random.nextBoolean()) {
                        asked.put(stream, random.nextInt(end + 1));
                    }
                });
                Map<String, List<StoredFact>> followed = log.reader.followStreams(asked);

                // then they are whole, from version 0 to the one that was asked for
                assertThat(followed.keySet()).as("seed %d", seed).isEqualTo(asked.keySet());
                asked.forEach((stream, version) -> assertThat(followed.get(stream))
                        .as("seed %d", seed)
                        .usingRecursiveFieldByFieldElementComparator()
                        .containsExactlyElementsOf(all.stream()
                                .filter(fact -> fact.stream().equals(stream) && fact.version() <= version)
                                .toList()));
                remembered += isRemembered(log, asked) ? 1 : 0;
            }
            // and some did come from memory
            assertThat(remembered).as("seed %d", seed).isPositive();
        }
    }

    private static boolean isRemembered(Fixture log, Map<String, Integer> asked) {
        return log.reader.followStreams(asked).entrySet().stream()
                .anyMatch(stream -> stream.getValue().getFirst()
                        == log.reader
                                .followStreams(Map.of(stream.getKey(), 0))
                                .get(stream.getKey())
                                .getFirst());
    }

    private static List<TaggedEventMessage<EventMessage>> batch(Random random) {
        List<TaggedEventMessage<EventMessage>> batch = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            batch.add(Fixture.fact(
                    UUID.randomUUID().toString(),
                    ("{\"n\":" + random.nextInt() + "}").getBytes(StandardCharsets.UTF_8),
                    Fixture.tag(Tags.COMMITMENT, "c-" + random.nextInt(20))));
        }
        return batch;
    }
}
