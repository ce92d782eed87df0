package dev.kept.app.ingest;

import dev.kept.app.ingest.Incoming.Content;
import dev.kept.app.support.Ledger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.RecordingFailed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes records of one topic into the ledger: facts, offsets, books and letters in one transaction a batch.
///
/// Up to [#UNDER_WAY] batches are under way, one behind the other: one is stored, one is decided, the others wait, so
/// that deciding never waits for reading. Each moves the offsets from where the one before leaves them, so that none is
/// stored behind one that failed. A batch with a record bound to order waits for those before it that speak of the same
/// commitment.
///
/// | what fails | what happens |
/// |---|---|
/// | the database | nothing is stored; the caller reads its offsets again and goes on from there |
/// | another consumer of the name was faster | the same: its batch counts, this one never was |
/// | a record that cannot be stored | the batch is halved until it stands alone, and it becomes a dead letter |
///
/// Reading keeps the views company: it waits while they are further behind than what they take in
/// [#VIEWS_MAY_BE_BEHIND], so that whoever looks sees what is a moment old, however large the backlog. A batch waits
/// [#VIEWS_LIMIT] at most, so that views that stand still do not stop it.
///
/// Confined to one thread.
final class Intake {
    static final int UNDER_WAY = 5;

    private static final Logger LOGGER = LoggerFactory.getLogger(Intake.class);

    private static final long ANSWER_SECONDS = 120;
    private static final Duration VIEWS_MAY_BE_BEHIND = Duration.ofMillis(800);
    private static final long FACTS_BEHIND_AT_LEAST = 2_500;
    private static final Duration VIEWS_LIMIT = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final IntakeBooks books;
    private final Letters letters;
    private final String consumer;
    private final String topic;
    private final Storing storing;
    private final ArrayDeque<Pending> underWay = new ArrayDeque<>();
    /// Where the batches under way will leave their partitions.
    private final Map<Integer, Long> ahead = new HashMap<>();
    /// The commitments of batches whose end nobody has seen: facts may have been stored that let letters in.
    private final Set<String> unseen = new HashSet<>();
    /// The last position that a batch is known to have reached.
    private long lastPosition = -1;

    Intake(Ledger ledger, IntakeBooks books, Letters letters, String consumer, String topic, Storing storing) {
        this.ledger = ledger;
        this.books = books;
        this.letters = letters;
        this.consumer = consumer;
        this.topic = topic;
        this.storing = storing;
    }

    /// Nothing of a batch was stored, or nobody knows: read the offsets again.
    static final class NotTaken extends Exception {
        private static final long serialVersionUID = 1L;

        NotTaken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// A batch that was handed in.
    ///
    /// @param commitments that its records speak of
    /// @param waiting those among them with records that are parked
    private record Pending(
            List<Incoming> records,
            List<ConsumerOffsets.Step> steps,
            Set<String> commitments,
            Set<String> waiting,
            CompletableFuture<List<Answer>> answers) {}

    /// Takes all the records, and moves `expected` with each batch that is stored.
    ///
    /// @param records in the order of their offsets within each partition
    /// @param expected the next offset of each partition as it stands in the database
    void take(List<Incoming> records, Map<Integer, Long> expected) throws NotTaken, InterruptedException {
        handIn(records, expected);
        settle(expected);
    }

    /// Hands the records in behind those that are under way; waits only while too many are.
    void handIn(List<Incoming> records, Map<Integer, Long> expected) throws NotTaken, InterruptedException {
        int from = 0;
        while (from < records.size()) {
            int to = from;
            int items = 0;
            while (to < records.size()
                    && items + records.get(to).commands().size() <= RecordFacts.MAX_ITEMS
                    && to - from < RecordFacts.MAX_ITEMS) {
                items += records.get(to).commands().size();
                to++;
            }
            to = Math.max(to, from + 1);
            handInBatch(records.subList(from, to), expected);
            from = to;
        }
    }

    /// Waits until nothing is under way, and moves `expected`.
    void settle(Map<Integer, Long> expected) throws NotTaken, InterruptedException {
        while (!underWay.isEmpty()) {
            settleFirst(expected);
        }
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    private void handInBatch(List<Incoming> records, Map<Integer, Long> expected)
            throws NotTaken, InterruptedException {
        while (underWay.size() >= UNDER_WAY || mustWait(records)) {
            settleFirst(expected);
        }
        awaitViews();
        try {
            underWay.addLast(submit(records, expected));
        } catch (RuntimeException failure) {
            abandon();
            throw new NotTaken(String.valueOf(failure.getMessage()), failure);
        }
    }

    private void awaitViews() throws InterruptedException {
        int moving = underWay.stream().mapToInt(batch -> batch.records.size()).sum();
        long behind = Math.max(FACTS_BEHIND_AT_LEAST, ledger.processor().taken(VIEWS_MAY_BE_BEHIND));
        boolean _ = ledger.processor().await(lastPosition + moving - behind, VIEWS_LIMIT);
    }

    /// Whether what is under way may decide which of the records must wait.
    private boolean mustWait(List<Incoming> records) {
        return !underWay.isEmpty()
                && records.stream()
                        .filter(Incoming::isBoundToOrder)
                        .map(Incoming::commitment)
                        .anyMatch(commitment ->
                                underWay.stream().anyMatch(batch -> batch.commitments.contains(commitment)));
    }

    private Pending submit(List<Incoming> records, Map<Integer, Long> expected) {
        Batch batch = new Batch(
                records,
                Parking.of(records, books, ledger.log()),
                ledger.clock().instant());
        List<ConsumerOffsets.Step> steps = steps(records, expected);
        CompletableFuture<List<Answer>> answers =
                storing.store(ledger.recorder(), batch.items(), new ConsumerOffsets(consumer, steps), batch::write);
        steps.forEach(step -> ahead.put(step.partition(), step.next()));
        Set<String> commitments = new HashSet<>();
        for (Incoming incoming : records) {
            String commitment = incoming.commitment();
            if (commitment != null) {
                commitments.add(commitment);
            }
            incoming.commands()
                    .forEach(command ->
                            commitments.add(command.claim().commitment().value()));
        }
        return new Pending(records, steps, commitments, batch.waiting(), answers);
    }

    /// Waits for the batch that has been under way the longest, and moves `expected`.
    void settleFirst(Map<Integer, Long> expected) throws NotTaken, InterruptedException {
        Pending first = underWay.removeFirst();
        try {
            Set<String> touched = touched(first);
            first.steps.forEach(step -> expected.put(step.partition(), step.next()));
            if (underWay.isEmpty()) {
                ahead.clear();
            }
            retryLetters(touched);
        } catch (RecordingFailed failure) {
            List<List<Incoming>> left = new ArrayList<>();
            left.add(first.records);
            underWay.forEach(batch -> left.add(batch.records));
            abandon();
            if (!failure.isOfContent() || isFenced(failure)) {
                throw new NotTaken(String.valueOf(failure.getMessage()), failure);
            }
            for (int i = 0; i < left.size(); i++) {
                divide(left.get(i), i == 0 ? failure : null, expected);
            }
        } catch (NotTaken failure) {
            abandon();
            throw failure;
        }
    }

    /// Waits for whatever is under way, so that offsets that are read afterwards stay as they are; they say how it
    /// ended.
    void abandon() {
        for (Pending batch : underWay) {
            try {
                batch.answers.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException failure) {
                LOGGER.debug("a batch of {} was not taken: {}", topic, failure.toString());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
            unseen.addAll(batch.commitments);
        }
        underWay.clear();
        ahead.clear();
    }

    private void retryLetters(Set<String> touched) {
        touched.addAll(unseen);
        unseen.clear();
        letters.retryWaiting(touched);
    }

    /// Takes a batch alone; one that cannot be stored in halves, down to the record that is at fault. A record alone is
    /// tried once more before it becomes a dead letter.
    ///
    /// @param failed why it could not be stored, if that is known already
    private void divide(List<Incoming> records, @Nullable RecordingFailed failed, Map<Integer, Long> expected)
            throws NotTaken, InterruptedException {
        RecordingFailed failure = failed == null ? failureOf(records, expected) : failed;
        if (failure != null && failure.isOfContent() && !isFenced(failure) && records.size() == 1) {
            failure = failureOf(records, expected);
        }
        if (failure == null) {
            return;
        }
        if (!failure.isOfContent() || isFenced(failure)) {
            throw new NotTaken(String.valueOf(failure.getMessage()), failure);
        }
        if (records.size() == 1) {
            divide(List.of(unstorable(records.getFirst(), failure)), null, expected);
            return;
        }
        int half = records.size() / 2;
        divide(records.subList(0, half), null, expected);
        divide(records.subList(half, records.size()), null, expected);
    }

    /// Takes a batch alone, and moves `expected` if it is stored.
    ///
    /// @return why it is not; null if it is
    private @Nullable RecordingFailed failureOf(List<Incoming> records, Map<Integer, Long> expected)
            throws NotTaken, InterruptedException {
        Pending alone = submit(records, expected);
        ahead.clear();
        Set<String> touched;
        try {
            touched = touched(alone);
        } catch (RecordingFailed failure) {
            return failure;
        }
        alone.steps.forEach(step -> expected.put(step.partition(), step.next()));
        retryLetters(touched);
        return null;
    }

    static boolean isFenced(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConsumerOffsets.Fenced) {
                return true;
            }
        }
        return false;
    }

    private static Incoming unstorable(Incoming incoming, RecordingFailed failure) throws NotTaken {
        if (incoming.content() instanceof Content.Unreadable) {
            throw new NotTaken("a dead letter cannot be stored: " + failure.getMessage(), failure);
        }
        return new Incoming(
                incoming.record(),
                incoming.source(),
                new Content.Unreadable(
                        new Refusal(
                                RefusalCode.MALFORMED,
                                "(record)",
                                null,
                                "the database cannot store it: " + failure.getMessage(),
                                "send it without what the message names"),
                        incoming.commitment()));
    }

    private static List<Answer> answers(Pending batch) throws NotTaken, InterruptedException {
        try {
            return batch.answers.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RecordingFailed failed) {
                throw failed;
            }
            throw new NotTaken("expected the recorder's failure, got " + failure.getCause(), failure);
        } catch (TimeoutException failure) {
            throw new NotTaken("no answer from the log within " + ANSWER_SECONDS + " s", failure);
        }
    }

    private List<ConsumerOffsets.Step> steps(List<Incoming> records, Map<Integer, Long> expected) {
        Map<Integer, Long> next = new LinkedHashMap<>();
        records.forEach(incoming ->
                next.merge(incoming.record().partition(), incoming.record().offset() + 1, Math::max));
        List<ConsumerOffsets.Step> steps = new ArrayList<>(next.size());
        next.forEach((partition, to) -> {
            Long planned = ahead.get(partition);
            long from = planned == null ? expected.getOrDefault(partition, ConsumerOffsets.NEVER) : planned;
            steps.add(new ConsumerOffsets.Step(topic, partition, from, to));
        });
        return steps;
    }

    /// The commitments whose letters the batch may have let in.
    private Set<String> touched(Pending batch) throws NotTaken, InterruptedException {
        Set<String> touched = new HashSet<>(batch.waiting);
        for (Answer answer : answers(batch)) {
            if (answer instanceof Answer.Recorded recorded) {
                lastPosition = Math.max(lastPosition, recorded.position());
                touched.add(recorded.event().envelope().commitment().value());
            }
        }
        return touched;
    }
}
