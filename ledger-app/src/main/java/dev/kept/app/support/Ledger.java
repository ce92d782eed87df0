package dev.kept.app.support;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.store.FactReader;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// One open ledger: its log, its views, the way to record and the clock.
///
/// @param tenant whose ledger it is; also the promisor of promises that name none
public record Ledger(
        String tenant,
        FactRecorder recorder,
        FactReader log,
        LiveProcessor processor,
        CommitmentViews commitments,
        ReliabilityViews reliability,
        ScoreViews scores,
        InstantSource clock) {
    private static final Duration VIEW_WAIT = Duration.ofSeconds(2);

    /// Classes of SQL states that speak of the server and not of the statement: connection, transaction rollback,
    /// resources, operator, system.
    private static final Set<String> SERVER_CLASSES = Set.of("08", "40", "53", "57", "58");

    public CompletableFuture<List<Answer>> record(List<RecordFacts.Item> items) {
        return recorder.record(items);
    }

    /// Waits a moment until the views hold all that the log holds now, so that whoever has recorded a fact reads it.
    ///
    /// @return whether they do; a reading before that says less than is known
    public boolean awaitViews() {
        return awaitViews(VIEW_WAIT);
    }

    public boolean awaitViews(Duration limit) {
        try {
            return processor.await(log.head().size() - 1, limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Whether the failure is that of a database that is away, is starting, or lacks room; a fault of the ledger's own
    /// is not, and trying again will not mend it.
    public static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                // A pool that has no connection to give says so without a state.
                return state == null || SERVER_CLASSES.contains(state.substring(0, Math.min(2, state.length())));
            }
        }
        return false;
    }
}
