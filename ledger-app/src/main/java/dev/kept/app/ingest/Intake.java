package dev.kept.app.ingest;

import dev.kept.app.ingest.Incoming.Content;
import dev.kept.app.support.Ledger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.Beside;
import dev.kept.store.recording.RecordingFailed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes records of one topic into the ledger: facts, offsets, books and letters in one transaction a batch.
///
/// | what fails | what happens |
/// |---|---|
/// | the database | nothing is stored; the caller reads its offsets again and goes on from there |
/// | another consumer of the name was faster | the same: its batch counts, this one never was |
/// | a record that cannot be stored | the batch is halved until it stands alone, and it becomes a dead letter |
final class Intake {
    private static final long ANSWER_SECONDS = 120;

    private final Ledger ledger;
    private final IntakeBooks books;
    private final Letters letters;
    private final String consumer;
    private final String topic;

    Intake(Ledger ledger, IntakeBooks books, Letters letters, String consumer, String topic) {
        this.ledger = ledger;
        this.books = books;
        this.letters = letters;
        this.consumer = consumer;
        this.topic = topic;
    }

    /// Nothing of a batch was stored, or nobody knows: read the offsets again.
    static final class NotTaken extends Exception {
        private static final long serialVersionUID = 1L;

        NotTaken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Takes all the records, and moves `expected` with each batch that is stored.
    ///
    /// @param records in the order of their offsets within each partition
    /// @param expected the next offset of each partition as it stands in the database
    void take(List<Incoming> records, Map<Integer, Long> expected) throws NotTaken, InterruptedException {
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
            takeBatch(records.subList(from, Math.max(to, from + 1)), expected);
            from = Math.max(to, from + 1);
        }
    }

    private void takeBatch(List<Incoming> records, Map<Integer, Long> expected) throws NotTaken, InterruptedException {
        try {
            Set<String> touched = store(records, expected);
            steps(records, expected).forEach(step -> expected.put(step.partition(), step.next()));
            letters.retryWaiting(touched);
        } catch (RecordingFailed failure) {
            if (!failure.isOfContent() || isFenced(failure)) {
                throw new NotTaken(String.valueOf(failure.getMessage()), failure);
            }
            if (records.size() == 1) {
                takeBatch(List.of(unstorable(records.getFirst(), failure)), expected);
                return;
            }
            int half = records.size() / 2;
            takeBatch(records.subList(0, half), expected);
            takeBatch(records.subList(half, records.size()), expected);
        }
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

    /// @return the commitments that have new facts
    private Set<String> store(List<Incoming> records, Map<Integer, Long> expected)
            throws NotTaken, InterruptedException {
        try {
            Batch batch = new Batch(
                    records,
                    Parking.of(records, books, ledger.log()),
                    ledger.clock().instant());
            ConsumerOffsets offsets = new ConsumerOffsets(consumer, steps(records, expected));
            List<Answer> answers = ledger.recorder()
                    .record(batch.items(), new Beside(offsets, batch::write))
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return touched(answers);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RecordingFailed failed) {
                throw failed;
            }
            throw new NotTaken("expected the recorder's failure, got " + failure.getCause(), failure);
        } catch (TimeoutException failure) {
            throw new NotTaken("no answer from the log within " + ANSWER_SECONDS + " s", failure);
        } catch (RecordingFailed failed) {
            throw failed;
        } catch (RuntimeException failure) {
            throw new NotTaken(String.valueOf(failure.getMessage()), failure);
        }
    }

    private List<ConsumerOffsets.Step> steps(List<Incoming> records, Map<Integer, Long> expected) {
        Map<Integer, Long> next = new LinkedHashMap<>();
        records.forEach(incoming ->
                next.merge(incoming.record().partition(), incoming.record().offset() + 1, Math::max));
        List<ConsumerOffsets.Step> steps = new ArrayList<>(next.size());
        next.forEach((partition, to) -> steps.add(new ConsumerOffsets.Step(
                topic, partition, expected.getOrDefault(partition, ConsumerOffsets.NEVER), to)));
        return steps;
    }

    private static Set<String> touched(List<Answer> answers) {
        Set<String> touched = new HashSet<>();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Recorded recorded) {
                touched.add(recorded.event().envelope().commitment().value());
            }
        }
        return touched;
    }
}
