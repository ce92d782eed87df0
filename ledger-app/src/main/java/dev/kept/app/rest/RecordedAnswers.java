package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.store.recording.Answer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for what a ledger answers to a submission, no longer than a caller would.
final class RecordedAnswers {
    private static final long ANSWER_SECONDS = 90;

    private RecordedAnswers() {}

    static List<Answer> of(Ledger ledger, List<RecordFacts.Item> items) {
        try {
            return ledger.record(items).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("expected a runtime failure of the recorder", failure);
        } catch (TimeoutException _) {
            throw new ProblemException(new Problem(
                    503,
                    "UNAVAILABLE",
                    "no answer from the log within " + ANSWER_SECONDS + " s",
                    null,
                    null,
                    "send it again with the same key: it is recorded once, whatever happened"));
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while recording", failure);
        }
    }
}
