package dev.kept.store.recording;

import dev.kept.domain.axon.Define;
import dev.kept.domain.axon.FactConverter;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.axon.ledger.RecordLedgerFact;
import dev.kept.store.LogDatabase;
import dev.kept.store.PostgresEventStorageEngine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The recorder of one log: collects commands while the previous batch commits, without a timer; a lone command
/// is a batch of one.
///
/// One thread decides, so callers of one node never conflict. If enough waits, the next batch is loaded and decided
/// while the one before is being stored, on what that one will have stored; it is stored only if it was, and else it is
/// decided again. So facts are stored and answered in the order they came in. Answers are given on threads of their
/// own: what a caller does with an answer never delays the next batch.
public final class FactRecorder implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(FactRecorder.class);
    /// Facts that may wait; at a few thousand facts a second, seconds of work.
    static final int MAX_WAITING = 50_000;

    /// Facts that must wait for a batch to be decided while the one before commits.
    private static final int OVERLAP_FROM = 64;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(70);
    private static final Duration DEFINE_LIMIT = Duration.ofSeconds(60);
    private static final int MAX_RACES = 50;

    private final String tenant;
    private final LedgerBus bus;
    private final BatchWriter writer;
    private final Thread thread;
    private final ArrayDeque<Submission> queue = new ArrayDeque<>();
    private int waiting;
    private boolean stopping;

    /// @param tenant the log's name; also the promisor of promises that name none
    /// @param origin the log's name in entries and checkpoints, for ever
    /// @param fourEyes whoever recorded a fact may neither correct it nor resolve the dispute on it
    public record Options(String tenant, String origin, boolean fourEyes) {}

    /// @param beside what only this submission's transaction may store; null if it may share one with others
    private record Submission(
            List<RecordFacts.Item> items, @Nullable Beside beside, CompletableFuture<List<Answer>> answers) {
        void complete(List<BatchWriter.Result> results) {
            List<Answer> given = new ArrayList<>(results.size());
            for (BatchWriter.Result result : results) {
                switch (result) {
                    case BatchWriter.Result.Answered(Answer answer) -> given.add(answer);
                    case BatchWriter.Result.Failed(RecordingFailed failure) -> {
                        fail(failure);
                        return;
                    }
                }
            }
            Thread.startVirtualThread(() -> answers.complete(List.copyOf(given)));
        }

        void fail(RecordingFailed failure) {
            Thread.startVirtualThread(() -> answers.completeExceptionally(failure));
        }
    }

    private FactRecorder(Options options, InstantSource clock, LedgerBus bus, BatchWriter.Aside aside) {
        this.tenant = options.tenant();
        this.bus = bus;
        this.writer = new BatchWriter(options, clock, bus, aside);
        this.thread = Thread.ofPlatform().name("recorder-" + tenant).daemon().unstarted(this::run);
    }

    public static FactRecorder open(LogDatabase database, Options options, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        PostgresEventStorageEngine engine = PostgresEventStorageEngine.open(
                database, options.tenant(), options.origin(), new FactConverter(), random);
        return start(engine, engine::store, options, clock, new FactIds(new BulkRandom(random)));
    }

    static FactRecorder start(
            EventStorageEngine engine, BatchWriter.Aside aside, Options options, InstantSource clock, FactIds ids) {
        FactRecorder recorder = new FactRecorder(options, clock, new LedgerBus(engine, ids), aside);
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
        return submit(new Submission(List.copyOf(items), null, new CompletableFuture<>()));
    }

    /// Records up to [RecordFacts#MAX_ITEMS] commands in a transaction of their own, and in it what goes with them.
    /// Without commands only that is stored. Nothing is tried again but a race with another node: whoever keeps
    /// offsets reads them again after a failure and knows where to go on. Several may be handed in one behind the
    /// other: they are stored in that order, and if their offsets follow one another, none behind one that failed.
    ///
    /// @return completes once everything is durable; with [RecordingFailed] if that failed or is unknown
    /// @throws OverCapacity if too much is waiting
    public CompletableFuture<List<Answer>> record(List<RecordFacts.Item> items, Beside beside) {
        if (items.size() > RecordFacts.MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "a submission has at most " + RecordFacts.MAX_ITEMS + " commands, got " + items.size());
        }
        return submit(new Submission(List.copyOf(items), beside, new CompletableFuture<>()));
    }

    private CompletableFuture<List<Answer>> submit(Submission submission) {
        List<RecordFacts.Item> items = submission.items();
        synchronized (queue) {
            if (stopping) {
                throw new IllegalStateException("the recorder of " + tenant + " is closed");
            }
            if (waiting + items.size() > MAX_WAITING) {
                throw new OverCapacity(waiting, MAX_WAITING);
            }
            waiting += items.size();
            queue.addLast(submission);
            queue.notifyAll();
        }
        return submission.answers();
    }

    /// Defines a business calendar or a series, beside the batches: whatever is decided later uses it.
    ///
    /// @throws RecordingFailed if it is not durable, or nobody knows
    public <E> Define.Decided<E> define(Define<E> command) {
        return beside(() -> bus.define(command));
    }

    /// Records a fact about the ledger itself, beside the batches.
    ///
    /// @throws RecordingFailed if it is not durable, or nobody knows
    public RecordLedgerFact.Recorded record(RecordLedgerFact command) {
        return beside(() -> bus.record(command));
    }

    private <T> T beside(Supplier<CompletableFuture<T>> dispatch) {
        for (int races = 0; ; races++) {
            try {
                return dispatch.get().get(DEFINE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw RecordingFailed.of(tenant, failure);
            } catch (ExecutionException | TimeoutException failure) {
                if (Fault.of(failure) != Fault.RACE || races == MAX_RACES) {
                    throw RecordingFailed.of(tenant, failure);
                }
            }
        }
    }

    /// A batch under way and whom to answer.
    private record Started(List<Submission> submissions, BatchWriter.Begun begun) {}

    private void run() {
        Started before = null;
        while (true) {
            List<Submission> batch = next(before == null);
            if (!batch.isEmpty()) {
                before = write(batch, before);
            } else if (before != null) {
                settle(before);
                before = null;
            } else {
                return;
            }
        }
    }

    /// What waits now, up to one batch.
    ///
    /// @param wait whether to wait for something; if so, it is empty only when there will be no more
    private List<Submission> next(boolean wait) {
        synchronized (queue) {
            while (queue.isEmpty()) {
                if (stopping || !wait) {
                    return List.of();
                }
                try {
                    queue.wait();
                } catch (InterruptedException _) {
                    LOGGER.debug("only a close that has lasted too long interrupts, and it says so in the queue");
                }
            }
            List<Submission> batch = new ArrayList<>();
            int size = 0;
            while (!queue.isEmpty() && size + queue.getFirst().items().size() <= RecordFacts.MAX_ITEMS) {
                boolean alone = queue.getFirst().beside() != null;
                if (alone && !batch.isEmpty()) {
                    break;
                }
                Submission submission = queue.removeFirst();
                size += submission.items().size();
                batch.add(submission);
                if (alone) {
                    break;
                }
            }
            waiting -= size;
            return batch;
        }
    }

    /// Begins a batch behind the one before, and ends that one.
    ///
    /// @return the batch, if its append is still under way
    private @Nullable Started write(List<Submission> batch, @Nullable Started before) {
        List<RecordFacts.Item> items = items(batch);
        Beside beside = batch.getFirst().beside();
        if (beside != null && items.isEmpty()) {
            if (before != null) {
                settle(before);
            }
            answer(batch, () -> writer.write(items, beside));
            return null;
        }
        Started started =
                new Started(batch, writer.begin(items, beside, before == null ? null : before.begun(), this::moreWait));
        if (before != null && !settle(before)) {
            answer(batch, () -> writer.finish(started.begun(), true));
            return null;
        }
        if (started.begun().isDone()) {
            settle(started);
            return null;
        }
        return started;
    }

    private static List<RecordFacts.Item> items(List<Submission> batch) {
        return batch.stream().flatMap(submission -> submission.items().stream()).toList();
    }

    /// Whether so much waits that deciding it during a commit is worth a thread.
    private boolean moreWait() {
        synchronized (queue) {
            return waiting >= OVERLAP_FROM;
        }
    }

    /// Waits for the batch's end and answers.
    ///
    /// @return whether its first try went well, so that what was decided behind it stands
    private boolean settle(Started batch) {
        boolean well = writer.await(batch.begun());
        answer(batch.submissions(), () -> writer.finish(batch.begun(), false));
        return well;
    }

    @FunctionalInterface
    private interface Writing {
        List<BatchWriter.Result> results() throws InterruptedException;
    }

    /// Whatever happens, every submission gets an answer or a failure.
    private void answer(List<Submission> batch, Writing writing) {
        try {
            List<BatchWriter.Result> results = writing.results();
            int from = 0;
            for (Submission submission : batch) {
                int to = from + submission.items().size();
                submission.complete(results.subList(from, to));
                from = to;
            }
        } catch (InterruptedException | RuntimeException | Error failure) {
            LOGGER.warn("facts may be missing in {}: {}", tenant, failure.toString());
            RecordingFailed failed = RecordingFailed.of(tenant, failure);
            batch.forEach(submission -> submission.fail(failed));
        }
    }

    /// Records what waits; what is not recorded in time fails.
    @Override
    public void close() {
        synchronized (queue) {
            stopping = true;
            queue.notifyAll();
        }
        try {
            if (!thread.join(STOP_LIMIT)) {
                abandon();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            abandon();
        }
        bus.close();
    }

    private void abandon() {
        List<Submission> left;
        synchronized (queue) {
            left = List.copyOf(queue);
            queue.clear();
            waiting = 0;
        }
        LOGGER.warn("the recorder of {} did not end within {}", tenant, STOP_LIMIT);
        RecordingFailed failed =
                RecordingFailed.of(tenant, new IllegalStateException("the recorder was closed before its turn"));
        left.forEach(submission -> submission.fail(failed));
        thread.interrupt();
    }
}
