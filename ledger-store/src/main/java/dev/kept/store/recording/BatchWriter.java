package dev.kept.store.recording;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Decision;
import dev.kept.store.AppendReceipt;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.PostgresEventStorageEngine;
import dev.kept.store.intake.Companion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.axonframework.messaging.core.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes batches, and tries again where that is safe. Confined to the recorder's thread.
///
/// A batch is begun, and while its append is under way the next one may be begun behind it. Only the first try of a
/// batch overlaps another; whatever has to be tried again is tried alone.
///
/// | failure | what is done |
/// |---|---|
/// | another node's append came between | decided again on what is there now |
/// | that again and again ([#MAX_RACES]) | in halves, since the shorter batch wins |
/// | the database is away, or the end is unknown | decided again by the same keys, until [#GIVE_UP_AFTER] |
/// | a command that cannot be stored | in halves, until it stands alone: it fails, the others do not |
///
/// A batch with something beside it is given up at any failure but a race: whoever sent it knows where to go on.
final class BatchWriter {
    private static final Logger LOGGER = LoggerFactory.getLogger(BatchWriter.class);
    private static final int MAX_RACES = 5;
    private static final int MAX_RACES_ALONE = 50;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(10);
    /// Longer than any statement may take.
    private static final Duration TRY_LIMIT = Duration.ofSeconds(60);

    private final FactRecorder.Options options;
    private final InstantSource clock;
    private final LedgerBus bus;
    private final Aside aside;
    /// Facts of the batch in hand that a failed try may have stored.
    private final Set<String> offered = new HashSet<>();

    private Instant now = Instant.MIN;

    BatchWriter(FactRecorder.Options options, InstantSource clock, LedgerBus bus, Aside aside) {
        this.options = options;
        this.clock = clock;
        this.bus = bus;
        this.aside = aside;
    }

    /// Stores what goes with a batch that has no new fact.
    @FunctionalInterface
    interface Aside {
        void store(@Nullable ConsumerOffsets offsets, Companion companion, List<Decision> decisions);
    }

    /// What became of one command.
    sealed interface Result {
        record Answered(Answer answer) implements Result {}

        record Failed(RecordingFailed failure) implements Result {}
    }

    /// A batch whose first try is under way.
    ///
    /// @param beside what goes with it
    /// @param offered its facts that the try may have stored
    record Begun(
            List<RecordFacts.Item> items,
            @Nullable Beside beside,
            Set<String> offered,
            PostgresEventStorageEngine.Turn turn,
            CompletableFuture<RecordFacts.Decided> decided) {
        /// Whether the try has ended, well or badly.
        boolean isDone() {
            return decided.isDone();
        }
    }

    /// Loads and decides a batch and starts to store it, as soon as the batch before is stored.
    ///
    /// @param items at least one
    /// @param beside what goes with them
    /// @param before the batch before, if its try is still under way
    /// @param moreWait whether another batch waits, so that storing this one is to be overlapped
    Begun begin(
            List<RecordFacts.Item> items, @Nullable Beside beside, @Nullable Begun before, BooleanSupplier moreWait) {
        Set<String> offers = new HashSet<>();
        var turn = PostgresEventStorageEngine.Turn.after(before == null ? null : before.turn(), moreWait);
        CompletableFuture<RecordFacts.Decided> decided;
        try {
            Map<Context.ResourceKey<Object>, Object> resources = resources(beside);
            resources.put(untyped(PostgresEventStorageEngine.Turn.KEY), turn);
            decided = offer(items, offers, resources);
            if (beside != null) {
                decided = decided.thenApply(done -> {
                    if (!hasAppended(done)) {
                        turn.awaitBefore();
                        aside.store(beside.offsets(), beside.companion(), done.decisions());
                    }
                    return done;
                });
            }
        } catch (RuntimeException | Error failure) {
            decided = CompletableFuture.failedFuture(failure);
        }
        return new Begun(items, beside, offers, turn, decided);
    }

    private static boolean hasAppended(RecordFacts.Decided decided) {
        return decided.context().getResource(AppendReceipt.KEY) != null;
    }

    /// Waits until the try has ended.
    ///
    /// @return whether it went well: then the batch begun behind it stands, and else it must be written again
    boolean await(Begun batch) {
        try {
            batch.decided().get(TRY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The results of a batch whose try has ended; if it went badly, of those that follow.
    ///
    /// @param again whether to try again although it went well, since what it rested on does not stand
    /// @return one result a command, in their order
    List<Result> finish(Begun batch, boolean again) throws InterruptedException {
        if (again) {
            boolean _ = await(batch);
        }
        Beside beside = batch.beside();
        if (beside != null) {
            return again ? write(batch.items(), beside) : finish(batch, beside);
        }
        offered.clear();
        offered.addAll(batch.offered());
        List<Result> results = new ArrayList<>(batch.items().size());
        write(batch.items(), again ? null : batch.decided(), results);
        return results;
    }

    private List<Result> finish(Begun batch, Beside beside) throws InterruptedException {
        offered.clear();
        try {
            return results(answers(batch.decided().get(TRY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)));
        } catch (ExecutionException | TimeoutException | RuntimeException failure) {
            if (Fault.of(failure) != Fault.RACE) {
                throw new CompletionException(failure);
            }
            return write(batch.items(), beside);
        }
    }

    private static List<Result> results(List<Answer> answers) {
        return answers.stream().<Result>map(Result.Answered::new).toList();
    }

    /// Writes a batch with what goes with it, once: only a race is run again.
    List<Result> write(List<RecordFacts.Item> items, Beside beside) throws InterruptedException {
        offered.clear();
        for (int races = 1; true; races++) {
            try {
                return results(decided(items, beside));
            } catch (ExecutionException | TimeoutException | RuntimeException failure) {
                if (Fault.of(failure) != Fault.RACE || races == MAX_RACES_ALONE) {
                    throw new CompletionException(failure);
                }
            }
        }
    }

    private List<Answer> decided(List<RecordFacts.Item> items, Beside beside)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (items.isEmpty()) {
            aside.store(beside.offsets(), beside.companion(), List.of());
            return List.of();
        }
        RecordFacts.Decided decided = decide(items, resources(beside));
        if (!hasAppended(decided)) {
            aside.store(beside.offsets(), beside.companion(), decided.decisions());
        }
        return answers(decided);
    }

    private static Map<Context.ResourceKey<Object>, Object> resources(@Nullable Beside beside) {
        Map<Context.ResourceKey<Object>, Object> resources = new HashMap<>();
        if (beside == null) {
            return resources;
        }
        resources.put(untyped(Companion.KEY), beside.companion());
        if (beside.offsets() != null) {
            resources.put(untyped(ConsumerOffsets.KEY), beside.offsets());
        }
        return resources;
    }

    /// The map of resources holds values of many types.
    private static Context.ResourceKey<Object> untyped(Context.ResourceKey<?> key) {
        return (Context.ResourceKey<Object>) key;
    }

    /// @param begun the first try, if there was one already
    private void write(
            List<RecordFacts.Item> items, @Nullable CompletableFuture<RecordFacts.Decided> begun, List<Result> results)
            throws InterruptedException {
        CompletableFuture<RecordFacts.Decided> first = begun;
        int races = 0;
        long since = 0;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Throwable failure;
            try {
                CompletableFuture<RecordFacts.Decided> decided =
                        first == null ? offer(items, offered, Map.of()) : first;
                answers(decided.get(TRY_LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                        .forEach(answer -> results.add(new Result.Answered(answer)));
                return;
            } catch (ExecutionException | CompletionException | TimeoutException thrown) {
                failure = thrown;
                first = null;
            }
            switch (Fault.of(failure)) {
                case RACE -> {
                    if (++races == (items.size() > 1 ? MAX_RACES : MAX_RACES_ALONE)) {
                        divide(items, failure, results);
                        return;
                    }
                }
                case DATABASE -> {
                    since = since == 0 ? System.nanoTime() : since;
                    if (System.nanoTime() - since > GIVE_UP_AFTER.toNanos()) {
                        fail(items, failure, results);
                        return;
                    }
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
                case CONTENT -> {
                    divide(items, failure, results);
                    return;
                }
            }
        }
    }

    private RecordFacts.Decided decide(List<RecordFacts.Item> items, Map<Context.ResourceKey<Object>, Object> resources)
            throws ExecutionException, TimeoutException, InterruptedException {
        return offer(items, offered, resources).get(TRY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<RecordFacts.Decided> offer(
            List<RecordFacts.Item> items, Set<String> offers, Map<Context.ResourceKey<Object>, Object> resources) {
        now = later(clock.instant(), now);
        return bus.record(new RecordFacts(options.tenant(), now, options.fourEyes(), items, offers::add, resources));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void divide(List<RecordFacts.Item> items, Throwable failure, List<Result> results)
            throws InterruptedException {
        if (items.size() == 1) {
            fail(items, failure, results);
            return;
        }
        int half = items.size() / 2;
        write(items.subList(0, half), null, results);
        write(items.subList(half, items.size()), null, results);
    }

    private void fail(List<RecordFacts.Item> items, Throwable failure, List<Result> results) {
        RecordingFailed failed = RecordingFailed.of(options.tenant(), failure);
        LOGGER.warn("{} facts failed: {}", items.size(), failed.getMessage());
        items.forEach(_ -> results.add(new Result.Failed(failed)));
    }

    private List<Answer> answers(RecordFacts.Decided decided) {
        AppendReceipt receipt = decided.context().getResource(AppendReceipt.KEY);
        Map<String, AppendReceipt.Accepted> written = new HashMap<>();
        if (receipt != null) {
            receipt.facts().forEach(fact -> written.put(fact.factId(), fact));
        }
        List<Answer> answers = new ArrayList<>(decided.decisions().size());
        for (Decision decision : decided.decisions()) {
            answers.add(
                    switch (decision) {
                        case Decision.Accepted(CommitmentEvent event) -> recorded(event, written);
                        case Decision.Duplicate(CommitmentEvent first) -> known(first, written, decided.known());
                        case Decision.Refused(var refusal) -> new Answer.Refused(refusal);
                    });
        }
        return answers;
    }

    private Answer recorded(CommitmentEvent event, Map<String, AppendReceipt.Accepted> written) {
        offered.remove(event.envelope().factId());
        AppendReceipt.Accepted place = written.get(event.envelope().factId());
        if (place == null) {
            throw new IllegalStateException(
                    "the store gave no receipt for fact " + event.envelope().factId());
        }
        return new Answer.Recorded(event, place.position(), place.version(), place.acceptedAt());
    }

    private Answer known(
            CommitmentEvent first, Map<String, AppendReceipt.Accepted> written, Map<String, RecordFacts.Place> known) {
        String factId = first.envelope().factId();
        AppendReceipt.Accepted here = written.get(factId);
        if (here != null) {
            return new Answer.Duplicate(first, here.position(), here.version());
        }
        RecordFacts.Place place = known.get(factId);
        if (place == null) {
            throw new IllegalStateException("fact " + factId + " is repeated, but was not sourced");
        }
        // An earlier try of this batch wrote it, without living to say so.
        return offered.remove(factId)
                ? new Answer.Recorded(
                        first,
                        place.position(),
                        place.version(),
                        first.envelope().acceptedAt())
                : new Answer.Duplicate(first, place.position(), place.version());
    }
}
