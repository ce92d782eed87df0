package dev.kept.app.support.capture;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.LineSink;
import dev.kept.app.support.ReadTimes;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.store.recording.Answer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Understands and records promises in a person's own words, on a ledger that runs elsewhere or on one's own data.
public interface PromiseDesk {
    /// What was understood, as `POST /v1/commitments:parse` says it.
    JsonValue.JsonObject understand(Words words);

    /// Records the line of an understanding.
    ///
    /// @return nothing, or why not
    Outcome record(JsonValue.JsonObject line);

    /// @param zone null for the ledger's own
    record Words(
            String text,
            @Nullable String zone,
            @Nullable String promisor,
            @Nullable String actor) {}

    sealed interface Outcome {
        record Recorded() implements Outcome {}

        record Refused(String why) implements Outcome {}
    }

    static PromiseDesk of(Ledger ledger) {
        return new Local(ledger, new Captures(ledger, new Marks()));
    }

    /// The desk of a ledger in this process.
    record Local(Ledger ledger, Captures captures) implements PromiseDesk {
        private static final long ANSWER_SECONDS = 90;

        @Override
        public JsonValue.JsonObject understand(Words words) {
            return (JsonValue.JsonObject) CaptureDocuments.document(captures.read(new Captures.Request(
                    words.text(),
                    words.zone() == null ? null : ReadTimes.zone(words.zone()).orElse(null),
                    words.promisor(),
                    words.actor())));
        }

        @Override
        public Outcome record(JsonValue.JsonObject line) {
            return switch (FactLineReader.read(line, new LineContext(null, null, Captures.SOURCE, "line"))) {
                case FactLineReader.Reading.Unreadable(Refusal refusal) -> refused(refusal);
                case FactLineReader.Reading.Read(var command) ->
                    switch (answer(new RecordFacts.Item(command, Entrance.INTERACTIVE))) {
                        case Answer.Recorded _, Answer.Duplicate _ -> new Outcome.Recorded();
                        case Answer.Refused(Refusal refusal) -> refused(refusal);
                    };
            };
        }

        private static Outcome refused(Refusal refusal) {
            return new Outcome.Refused(refusal.field() + ": " + refusal.message() + "; " + refusal.fix());
        }

        private Answer answer(RecordFacts.Item item) {
            try {
                return ledger.record(List.of(item))
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                        .getFirst();
            } catch (ExecutionException | TimeoutException failure) {
                throw new LineSink.LedgerUnavailable(
                        "the promise is not recorded yet: " + failure.getMessage(), failure);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new LineSink.LedgerUnavailable("interrupted while recording", failure);
            }
        }
    }
}
