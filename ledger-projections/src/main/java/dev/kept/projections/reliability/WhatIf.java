package dev.kept.projections.reliability;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What a policy would have made of the whole history: every score before and after, and nothing is written.
///
/// The log is read a page of commitments at a time, each page folded under both policies at once; what stays in memory
/// are the day buckets of the subjects, never the facts. Buckets add up whatever the order, so pages are folded side by
/// side.
public final class WhatIf {
    private static final int PAGE = 1_000;
    private static final int WORKERS = 2;
    private static final int WAITING = 2 * WORKERS;
    private static final Duration PAGE_LIMIT = Duration.ofMinutes(5);

    private final String tenant;
    private final CommitmentViews commitments;
    private final FactReader log;

    public WhatIf(String tenant, CommitmentViews commitments, FactReader log) {
        this.tenant = tenant;
        this.commitments = commitments;
        this.log = log;
    }

    /// How far it is.
    ///
    /// @param facts how many facts have been read
    /// @param of how many the log had at the beginning; not all of them need to belong to the reading
    public record Progress(long facts, long of) {}

    private record Page(long facts, long commitments, Map<Subject, Before> subjects) {}

    /// One subject's record under both policies.
    private record Before(ScoreState before, ScoreState after) {
        static Before none() {
            return new Before(new ScoreState(), new ScoreState());
        }

        void merge(Before other) {
            before.merge(other.before);
            after.merge(other.after);
        }
    }

    /// @param before the policy that is in force
    /// @param after the one that is tried
    public Comparison compare(
            Policy before, Policy after, Comparison.By by, ReadAt at, Consumer<? super Progress> progress) {
        long size = log.head().size();
        Map<Subject, Before> subjects = new HashMap<>();
        long[] read = new long[2];
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            Deque<Future<Page>> waiting = new ArrayDeque<>();
            Consumer<Page> take = page -> {
                page.subjects.forEach((subject, states) -> subjects.merge(subject, states, (all, more) -> {
                    all.merge(more);
                    return all;
                }));
                read[0] += page.facts;
                read[1] += page.commitments;
                progress.accept(new Progress(read[0], size));
            };
            List<String> streams = new ArrayList<>(PAGE);
            Runnable submit = () -> {
                List<String> page = List.copyOf(streams);
                streams.clear();
                waiting.addLast(workers.submit(() -> page(page, before, after, by, at)));
                if (waiting.size() > WAITING) {
                    take.accept(result(waiting.removeFirst()));
                }
            };
            try {
                commitments.forEachEverOf(CommitmentFilter.ALL, commitment -> {
                    streams.add(Entry.streamOf(commitment));
                    if (streams.size() == PAGE) {
                        submit.run();
                    }
                });
                if (!streams.isEmpty()) {
                    submit.run();
                }
                while (!waiting.isEmpty()) {
                    take.accept(result(waiting.removeFirst()));
                }
            } finally {
                workers.shutdownNow();
            }
        }
        return comparison(before, after, at, read, subjects);
    }

    private Page page(List<String> streams, Policy before, Policy after, Comparison.By by, ReadAt at) {
        Map<String, List<StoredFact>> stored = HashMap.newHashMap(streams.size());
        long facts = 0;
        for (StoredFact fact : log.streams(streams)) {
            stored.computeIfAbsent(fact.stream(), _ -> new ArrayList<>(3)).add(fact);
            facts++;
        }
        boolean same = before.resolvesAs(after);
        Map<Subject, Before> subjects = new HashMap<>();
        for (List<StoredFact> stream : stored.values()) {
            var known = FoldedCommitment.of(tenant, stream).facts(at.asOfSeconds(), at.knownAtSeconds());
            Account now = Account.of(known, before);
            Account then = same ? now : Account.of(known, after);
            Subject subject = now.subject();
            if (subject != null) {
                Before states = subjects.computeIfAbsent(subject.by(by), _ -> Before.none());
                states.before.addAll(now.entries());
                states.after.addAll(then.entries());
            }
        }
        return new Page(facts, stored.size(), subjects);
    }

    private static Page result(Future<Page> page) {
        try {
            return page.get(PAGE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a page of the log cannot be folded: " + failure.getCause(), failure);
        } catch (TimeoutException failure) {
            throw new IllegalStateException("a page of the log took longer than " + PAGE_LIMIT, failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while comparing policies", failure);
        }
    }

    private static Comparison comparison(
            Policy before, Policy after, ReadAt at, long[] read, Map<Subject, Before> subjects) {
        int day = Scores.day(at.asOfSeconds());
        List<Comparison.Row> rows = new ArrayList<>(subjects.size());
        subjects.forEach((subject, states) -> {
            Score now = Scores.read(states.before, before, day);
            Score then = Scores.read(states.after, after, day);
            rows.add(new Comparison.Row(subject.customer(), subject.promisor(), subject.direction(), now, then, 0, 0));
        });
        return Comparison.of(before, after, at, read[0], read[1], rows);
    }
}
