package dev.kept.app.wiring;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.LineSink;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.store.recording.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Takes fact lines into a ledger that is open in this process.
public final class LocalSink implements LineSink {
    private static final long ANSWER_SECONDS = 120;

    private final Ledger ledger;

    public LocalSink(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public List<LineAnswer> record(List<SourceLine> lines) {
        return handIn(lines).get();
    }

    /// The recorder takes submissions in their order and decides the next while one is stored.
    @Override
    public Supplier<List<LineAnswer>> handIn(List<SourceLine> lines) {
        List<FactLineReader.Reading> readings = new ArrayList<>(lines.size());
        List<RecordFacts.Item> items = new ArrayList<>(lines.size());
        for (SourceLine line : lines) {
            FactLineReader.Reading reading = FactLineReader.read(
                    line.json(), new LineContext(null, null, line.defaultSource(), line.defaultId()));
            readings.add(reading);
            if (reading instanceof FactLineReader.Reading.Read(var command)) {
                items.add(new RecordFacts.Item(command, Entrance.IMPORT));
            }
        }
        CompletableFuture<List<Answer>> answers =
                items.isEmpty() ? CompletableFuture.completedFuture(List.of()) : ledger.record(items);
        return () -> results(readings, answers(answers));
    }

    private static List<LineAnswer> results(List<FactLineReader.Reading> readings, List<Answer> answers) {
        List<LineAnswer> results = new ArrayList<>(readings.size());
        int next = 0;
        for (FactLineReader.Reading reading : readings) {
            results.add(
                    switch (reading) {
                        case FactLineReader.Reading.Read _ -> line(answers.get(next++));
                        case FactLineReader.Reading.Unreadable(var refusal) -> new LineAnswer.Refused(refusal);
                    });
        }
        return results;
    }

    private static LineAnswer line(Answer answer) {
        return switch (answer) {
            case Answer.Recorded recorded ->
                new LineAnswer.Accepted(recorded.event().envelope().factId(), recorded.position());
            case Answer.Duplicate duplicate ->
                new LineAnswer.Duplicate(duplicate.first().envelope().factId());
            case Answer.Refused(var refusal) -> new LineAnswer.Refused(refusal);
        };
    }

    private static List<Answer> answers(CompletableFuture<List<Answer>> answers) {
        try {
            return answers.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new LedgerUnavailable(
                    "the facts were not recorded, or nobody knows: " + failure.getMessage(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while recording", failure);
        }
    }
}
