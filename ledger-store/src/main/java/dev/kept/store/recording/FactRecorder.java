package dev.kept.store.recording;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.axon.FactConverter;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Decision;
import dev.kept.store.AppendReceipt;
import dev.kept.store.AppendUnknownException;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.PostgresEventStorageEngine;
import dev.kept.store.StoredFact;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The recorder of one log: collects commands while the previous batch commits, without a timer; a lone command is a
/// batch of one.
///
/// One thread writes, so callers of one node never conflict. Another node's append makes the batch be decided again
/// on what is there then. A batch whose end is unknown is tried again by its keys.
public final class FactRecorder implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FactRecorder.class);
    /// Facts that may wait; at a few thousand facts a second, seconds of work.
    private static final int MAX_WAITING = 50_000;

    private static final int MAX_CONFLICTS = 50;
    private static final int MAX_UNKNOWN = 3;
    private static final Duration APPEND_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(70);

    private final Options options;
    private final InstantSource clock;
    private final FactReader reader;
    private final LedgerBus bus;
    private final Thread thread;
    private final ArrayDeque<Submission> queue = new ArrayDeque<>();
    private int waiting;
    private boolean stopping;

    /// @param tenant the log's name; also the promisor of promises that name none
    /// @param origin the log's name in entries and checkpoints, for ever
    /// @param fourEyes whoever recorded a fact may neither correct it nor resolve the dispute on it
    public record Options(String tenant, String origin, boolean fourEyes) {}

    private record Submission(List<RecordFacts.Item> items, CompletableFuture<List<Answer>> answers) {}

    private FactRecorder(Options options, InstantSource clock, FactReader reader, LedgerBus bus) {
        this.options = options;
        this.clock = clock;
        this.reader = reader;
        this.bus = bus;
        this.thread = Thread.ofPlatform()
                .name("recorder-" + options.tenant())
                .daemon()
                .unstarted(this::run);
    }

    public static FactRecorder open(LogDatabase database, Options options, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        PostgresEventStorageEngine engine = PostgresEventStorageEngine.open(
                database, options.tenant(), options.origin(), new FactConverter(), random);
        FactRecorder recorder = new FactRecorder(
                options,
                clock,
                FactReader.open(database, options.tenant(), options.origin()),
                new LedgerBus(engine, new FactIds(random)));
        recorder.thread.start();
        return recorder;
    }

    /// Records up to [RecordFacts#MAX_ITEMS] commands in one transaction with others; each is answered by itself, in
    /// order.
    ///
    /// @return completes once the accepted facts are durable; with [RecordingFailed] if that failed or is unknown
    /// @throws OverCapacity if too much is waiting
    public CompletableFuture<List<Answer>> record(List<RecordFacts.Item> items) {
        if (items.isEmpty() || items.size() > RecordFacts.MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "a submission has 1 to " + RecordFacts.MAX_ITEMS + " commands, got " + items.size());
        }
        Submission submission = new Submission(List.copyOf(items), new CompletableFuture<>());
        synchronized (queue) {
            if (stopping) {
                throw new IllegalStateException("the recorder of " + options.tenant() + " is closed");
            }
            if (waiting + items.size() > MAX_WAITING) {
                throw new OverCapacity(waiting + items.size(), MAX_WAITING);
            }
            waiting += items.size();
            queue.addLast(submission);
            queue.notifyAll();
        }
        return submission.answers();
    }

    private void run() {
        try {
            while (true) {
                List<Submission> batch = next();
                if (batch.isEmpty()) {
                    return;
                }
                write(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What waits now, up to one batch; empty when there will be no more.
    private List<Submission> next() throws InterruptedException {
        synchronized (queue) {
            while (queue.isEmpty()) {
                if (stopping) {
                    return List.of();
                }
                queue.wait();
            }
            List<Submission> batch = new ArrayList<>();
            int size = 0;
            while (!queue.isEmpty() && size + queue.getFirst().items().size() <= RecordFacts.MAX_ITEMS) {
                Submission submission = queue.removeFirst();
                size += submission.items().size();
                batch.add(submission);
            }
            waiting -= size;
            return batch;
        }
    }

    private void write(List<Submission> batch) throws InterruptedException {
        List<RecordFacts.Item> items = batch.stream()
                .flatMap(submission -> submission.items().stream())
                .toList();
        List<Answer> answers;
        try {
            answers = decided(items);
        } catch (RuntimeException failure) {
            LOGGER.warn("{} facts were not recorded in {}: {}", items.size(), options.tenant(), failure.toString());
            batch.forEach(submission -> submission.answers().completeExceptionally(failure));
            return;
        }
        int from = 0;
        for (Submission submission : batch) {
            int to = from + submission.items().size();
            submission.answers().complete(List.copyOf(answers.subList(from, to)));
            from = to;
        }
    }

    private List<Answer> decided(List<RecordFacts.Item> items) throws InterruptedException {
        int unknown = 0;
        int conflicts = 0;
        while (true) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            RecordFacts command = new RecordFacts(options.tenant(), now, options.fourEyes(), items, Map.of());
            try {
                RecordFacts.Decided decided = bus.record(command).get(APPEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                return answers(decided);
            } catch (ExecutionException | CompletionException failure) {
                Throwable cause = rootOf(failure);
                if (cause instanceof AppendEventsTransactionRejectedException && ++conflicts <= MAX_CONFLICTS) {
                    continue;
                }
                if (cause instanceof AppendUnknownException && ++unknown <= MAX_UNKNOWN) {
                    Thread.sleep(Duration.ofMillis(100L * unknown));
                    continue;
                }
                throw new RecordingFailed("the facts were not recorded, or nobody knows: " + cause.getMessage(), cause);
            } catch (TimeoutException failure) {
                throw new RecordingFailed("no answer from the database within " + APPEND_LIMIT, failure);
            }
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && !(cause instanceof AppendEventsTransactionRejectedException)
                && !(cause instanceof AppendUnknownException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private List<Answer> answers(RecordFacts.Decided decided) {
        Map<String, Answer.Recorded> recorded = recorded(decided);
        List<Answer> answers = new ArrayList<>(decided.decisions().size());
        for (Decision decision : decided.decisions()) {
            answers.add(
                    switch (decision) {
                        case Decision.Accepted(CommitmentEvent event) ->
                            place(recorded, event.envelope().factId());
                        case Decision.Duplicate(CommitmentEvent first) -> duplicate(first, recorded);
                        case Decision.Refused(var refusal) -> new Answer.Refused(refusal);
                    });
        }
        return answers;
    }

    private static Answer.Recorded place(Map<String, Answer.Recorded> recorded, String factId) {
        Answer.Recorded answer = recorded.get(factId);
        if (answer == null) {
            throw new IllegalStateException("the store gave no receipt for fact " + factId);
        }
        return answer;
    }

    private Answer duplicate(CommitmentEvent first, Map<String, Answer.Recorded> recorded) {
        Answer.Recorded here = recorded.get(first.envelope().factId());
        if (here != null) {
            return new Answer.Duplicate(first, here.position(), here.version());
        }
        StoredFact stored = reader.byFactId(first.envelope().factId())
                .orElseThrow(() -> new IllegalStateException(
                        "fact " + first.envelope().factId() + " was sourced and cannot be read"));
        return new Answer.Duplicate(first, stored.position(), stored.version());
    }

    private static Map<String, Answer.Recorded> recorded(RecordFacts.Decided decided) {
        AppendReceipt receipt = decided.context().getResource(AppendReceipt.KEY);
        Map<String, AppendReceipt.Accepted> places = new HashMap<>();
        if (receipt != null) {
            receipt.facts().forEach(place -> places.put(place.factId(), place));
        }
        Map<String, Answer.Recorded> recorded = new HashMap<>();
        for (Decision decision : decided.decisions()) {
            if (decision instanceof Decision.Accepted(CommitmentEvent event)) {
                AppendReceipt.Accepted place = places.get(event.envelope().factId());
                if (place != null) {
                    recorded.put(
                            event.envelope().factId(),
                            new Answer.Recorded(event, place.position(), place.version(), place.acceptedAt()));
                }
            }
        }
        return recorded;
    }

    @Override
    public void close() {
        synchronized (queue) {
            stopping = true;
            queue.notifyAll();
        }
        try {
            if (!thread.join(STOP_LIMIT)) {
                LOGGER.warn("the recorder of {} did not end within {}", options.tenant(), STOP_LIMIT);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        bus.close();
    }
}
