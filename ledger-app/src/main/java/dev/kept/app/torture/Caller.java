package dev.kept.app.torture;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One client: sends a submission, sends it again while its fate is unknown, says when it is known, sends the next.
final class Caller {
    private static final int LONGEST_WAY_MILLIS = 10;
    private static final int MOST_HANDED_IN = 8;
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(5);

    private final int number;
    private final Worker.Options options;
    private final FactRecorder node;
    private final Consumer<String> say;
    private final Workload workload;
    private final Random random;
    private final Queue<CompletableFuture<List<Answer>>> handedIn = new ArrayDeque<>();
    private volatile boolean stopping;

    Caller(int number, Worker.Options options, FactRecorder node, Consumer<String> say) {
        this.number = number;
        this.options = options;
        this.node = node;
        this.say = say;
        this.workload = new Workload(options.seed());
        this.random = new Random(options.seed() + number);
    }

    void stop() {
        stopping = true;
    }

    void run() {
        try {
            int first = options.next().get(number);
            for (int submission = first; !stopping; submission++) {
                String again = options.fault() == Fault.NEW_KEYS && submission == first
                        ? "-" + ProcessHandle.current().pid()
                        : "";
                List<RecordFacts.Item> items = workload.submission(number, submission, again);
                if (options.fault() == Fault.ACKNOWLEDGE_BEFORE_COMMIT) {
                    handIn(items);
                    acknowledge(
                            submission, items.stream().map(_ -> Journal.UNTOLD).toList());
                } else {
                    List<Long> positions = record(items);
                    // The answer's way to the client: whoever is killed meanwhile leaves it without one.
                    Thread.sleep(random.nextInt(LONGEST_WAY_MILLIS));
                    acknowledge(submission, positions);
                }
            }
            for (CompletableFuture<List<Answer>> answer : handedIn) {
                await(answer);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException | RuntimeException failure) {
            say.accept(Worker.BROKEN + " caller " + number + ": " + failure);
        }
    }

    private List<Long> record(List<RecordFacts.Item> items) throws InterruptedException, TimeoutException {
        while (true) {
            try {
                return await(node.record(items)).stream().map(this::position).toList();
            } catch (ExecutionException unknown) {
                System.err.println("sent again: " + unknown.getMessage());
            }
        }
    }

    private void handIn(List<RecordFacts.Item> items)
            throws InterruptedException, ExecutionException, TimeoutException {
        handedIn.add(node.record(items));
        if (handedIn.size() > MOST_HANDED_IN) {
            await(handedIn.remove());
        }
    }

    private static List<Answer> await(CompletableFuture<List<Answer>> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Long position(Answer answer) {
        return switch (answer) {
            case Answer.Recorded recorded -> recorded.position();
            case Answer.Duplicate duplicate -> duplicate.position();
            case Answer.Refused(var refusal) -> {
                say.accept(Worker.REFUSED + " " + refusal);
                yield Journal.UNTOLD;
            }
        };
    }

    private void acknowledge(int submission, List<Long> positions) {
        StringBuilder line = new StringBuilder(Worker.ACKNOWLEDGED)
                .append(' ')
                .append(number)
                .append(' ')
                .append(submission);
        positions.forEach(position -> line.append(' ').append(position));
        say.accept(line.toString());
    }
}
