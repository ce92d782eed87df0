package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Prints how fast facts are recorded; asserts only that they were.
class RecorderSpeedIT {
    private static final int CALLERS = 256;
    private static final int EACH = Integer.getInteger("kept.speed.each", 40);
    private static final int SUBMISSIONS = Integer.getInteger("kept.speed.submissions", 20);
    private static final int WAITING = 8;

    private final Recording node = Recording.fresh();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void submissionsOfAThousand() throws Exception {
        run("warm", SUBMISSIONS / 2);
        long nanos = System.nanoTime();
        run("run", SUBMISSIONS);
        print("submissions of 1,000", SUBMISSIONS * 1_000, nanos);
        assertThat(node.log.head().size()).isEqualTo((SUBMISSIONS / 2 + SUBMISSIONS) * 1_000L);
    }

    @Test
    void manyCallersOfOne() throws Exception {
        call("warm", EACH / 2);
        long nanos = System.nanoTime();
        call("run", EACH);
        print(CALLERS + " callers of one", CALLERS * EACH, nanos);
        assertThat(node.log.head().size()).isEqualTo(CALLERS * (long) (EACH / 2 + EACH));
    }

    private void run(String name, int submissions) throws Exception {
        ArrayDeque<CompletableFuture<List<Answer>>> waiting = new ArrayDeque<>();
        for (int i = 0; i < submissions; i++) {
            List<RecordFacts.Item> items = new ArrayList<>();
            for (int j = 0; j < RecordFacts.MAX_ITEMS / 2; j++) {
                String commitment = name + "-" + i + "-" + j;
                items.add(Commands.made(commitment, commitment + "-made"));
                items.add(Commands.met(commitment, commitment + "-met"));
            }
            waiting.addLast(node.recorder.record(items));
            if (waiting.size() > WAITING) {
                waiting.removeFirst().get(60, TimeUnit.SECONDS);
            }
        }
        for (CompletableFuture<List<Answer>> answers : waiting) {
            assertThat(answers.get(60, TimeUnit.SECONDS)).hasOnlyElementsOfType(Answer.Recorded.class);
        }
    }

    private void call(String name, int each) throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<java.util.concurrent.Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String caller = name + "-" + i;
                calls.add(callers.submit(() -> {
                    for (int j = 0; j < each; j++) {
                        String id = caller + "-" + j;
                        node.record(Commands.made(id, id));
                    }
                    return null;
                }));
            }
            for (var call : calls) {
                call.get(120, TimeUnit.SECONDS);
            }
        }
    }

    private static void print(String what, int facts, long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        System.out.printf("recorded %s: %,d facts in %.2f s, %,.0f facts/s%n", what, facts, seconds, facts / seconds);
    }
}
