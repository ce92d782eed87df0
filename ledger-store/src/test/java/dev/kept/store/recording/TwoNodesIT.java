package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwoNodesIT {
    private static final int COMMITMENTS = 20;
    private static final int FACTS = 900;

    private final TestDatabase.Access access = TestDatabase.fresh();
    private final List<Recording> nodes = List.of(Recording.on(access), Recording.on(access));

    @AfterEach
    void close() {
        nodes.forEach(Recording::close);
    }

    /// Every caller sends all the facts in an order of its own, in submissions of random size.
    @Test
    void theSameFactsThroughBothNodesAreRecordedOnceEachWithoutHoles() throws Exception {
        long seed = System.nanoTime();
        ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 6; caller++) {
            Random random = new Random(seed + caller);
            Recording node = nodes.get(caller % 2);
            callers.add(() -> {
                for (List<RecordFacts.Item> submission : shuffled(random)) {
                    answers.addAll(Recording.answers(node.recorder.record(submission)));
                }
                return null;
            });
        }
        run(callers);

        Map<String, StoredFact> facts = LogCheck.checked(nodes.getFirst().log);
        assertThat(facts).as("seed %d", seed).hasSize(FACTS);
        assertThat(answers).as("seed %d", seed).hasSize(6 * FACTS);
        Set<Long> recorded = new HashSet<>();
        for (Answer answer : answers) {
            LogCheck.holds(facts, answer);
            if (answer instanceof Answer.Recorded first) {
                assertThat(recorded.add(first.position()))
                        .as("recorded twice: %s, seed %d", first, seed)
                        .isTrue();
            }
        }
        assertThat(recorded).as("seed %d", seed).hasSize(FACTS);
    }

    private static List<List<RecordFacts.Item>> shuffled(Random random) {
        List<RecordFacts.Item> all = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            String commitment = "order-" + i % COMMITMENTS;
            all.add(
                    i < COMMITMENTS
                            ? Commands.made(commitment, "fact-" + i)
                            : Commands.missed(commitment, "fact-" + i));
        }
        java.util.Collections.shuffle(all, random);
        List<List<RecordFacts.Item>> submissions = new ArrayList<>();
        for (int from = 0; from < all.size(); ) {
            int to = Math.min(all.size(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
            submissions.add(all.subList(from, to));
            from = to;
        }
        return submissions;
    }

    private static void run(List<Callable<Void>> callers) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> caller : threads.invokeAll(callers, 5, TimeUnit.MINUTES)) {
                caller.get();
            }
        }
    }
}
