package dev.kept.app.support;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.projections.reliability.WhatIf;
import dev.kept.store.FactReader;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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

    public CompletableFuture<List<Answer>> record(List<RecordFacts.Item> items) {
        return recorder.record(items);
    }

    /// Compares policies over the whole log.
    public WhatIf whatIf() {
        return new WhatIf(tenant, commitments, log);
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
}
