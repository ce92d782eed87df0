package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.WhatIf;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/// Comparisons of policies that pages wait for: one at a time, each over the whole log; the last few are kept for those
/// who load the page again or turn its pages.
@Component
class WhatIfRuns {
    private static final int KEPT = 8;
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Ledger ledger;
    private final ExecutorService one = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("what-if-", 0).daemon().factory());
    private final Map<Key, Run> runs = new LinkedHashMap<>();

    WhatIfRuns(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @param size how many facts the log held: another fact, another answer
    private record Key(String policyHash, long size, long asOf, long knownAt) {}

    /// A comparison that is being made, or was.
    static final class Run {
        private final CompletableFuture<Comparison> result = new CompletableFuture<>();
        private volatile WhatIf.Progress progress = new WhatIf.Progress(0, 1);

        boolean isDone() {
            return result.isDone();
        }

        /// @throws IllegalStateException if it failed
        Comparison result() {
            return result.join();
        }

        /// In hundredths.
        int percent() {
            WhatIf.Progress now = progress;
            return (int) Math.min(99, now.facts() * 100 / Math.max(1, now.of()));
        }
    }

    /// Begins the comparison unless it is under way or done, and waits a moment for it.
    ///
    /// @param now of the reading, to whole seconds where it is of now
    Run of(Policy tried, ReadAt at, long size) throws InterruptedException {
        Run run = begin(new Key(tried.hash(), size, at.asOfSeconds() / 3_600, at.knownAtSeconds() / 3_600), tried, at);
        try {
            run.result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // the page says how far it is, or that it failed
        }
        return run;
    }

    private synchronized Run begin(Key key, Policy tried, ReadAt at) {
        Run known = runs.get(key);
        if (known != null && !known.result.isCompletedExceptionally()) {
            return known;
        }
        if (runs.values().stream().filter(run -> !run.isDone()).count() >= KEPT) {
            throw new RejectedExecutionException("too many comparisons of policies are waiting");
        }
        Run run = new Run();
        runs.values().removeIf(old -> runs.size() >= KEPT && old.isDone());
        runs.put(key, run);
        one.execute(() -> {
            try {
                run.result.complete(ledger.whatIf()
                        .compare(Policy.kyw1(), tried, Comparison.By.CUSTOMER, at, now -> run.progress = now));
            } catch (RuntimeException failure) {
                run.result.completeExceptionally(failure);
            }
        });
        return run;
    }

    @PreDestroy
    void close() {
        one.shutdownNow();
    }
}
