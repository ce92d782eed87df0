package dev.kept.benchmarks.score;

import dev.kept.api.fact.Direction;
import dev.kept.benchmarks.Machine;
import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.RunningSums;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.processor.Replay;
import dev.kept.projections.processor.ViewDatabase;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.projections.reliability.WhatIf;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// One log of given size: recorded, projected, its scores read, and a policy tried on it.
public final class ScoreBenchmark {
    private static final String TENANT = "bench";
    private static final int AHEAD = 8;
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final ReadAt NOW = new ReadAt(Promises.NOW, Promises.NOW);

    private final Server server;
    private final int facts;
    private final int reads;
    private final StringBuilder lines = new StringBuilder();

    /// @param facts in the log
    /// @param reads of each subject that is measured
    public ScoreBenchmark(Server server, int facts, int reads) {
        this.server = server;
        this.facts = Math.max(facts, 2 * (Promises.LONG_PROMISES + 1_000));
        this.reads = reads;
    }

    /// @return the section of the page
    public String run(String command)
            throws SQLException, IOException, InterruptedException, ExecutionException, TimeoutException {
        Server.Access access = server.fresh();
        LogDatabase database = LogDatabase.open(access.url(), access.user(), access.password(), 8);
        try {
            ViewDatabase.migrate(access.url(), access.user(), access.password());
            FactReader log = FactReader.open(database, TENANT, "bench.example");
            try (FactRecorder recorder = FactRecorder.open(
                    database, new FactRecorder.Options(TENANT, "bench.example", false), () -> Promises.NOW)) {
                record(recorder);
            }
            project(database, log);
            server.checkpoint();
            CommitmentViews commitments = new CommitmentViews(TENANT, database.dataSource(), log);
            read(new ScoreViews(TENANT, database.dataSource(), commitments, log));
            buckets();
            whatIf(new WhatIf(TENANT, commitments, log));
        } finally {
            database.close();
        }
        return """
                ## Scores

                `%s` on %s; %s. One run.

                | What | Measured | Target |
                |---|---|---|
                %s
                A score is read in process through the projection, from its running sums. Facts become buckets on one
                thread, in memory, two facts a promise. A what-if reads the whole log and folds every commitment under
                both policies.
                """.formatted(command, Machine.describe(), server.describe(), lines);
    }

    private void line(String what, String measured, String target) {
        System.err.println("kept: " + what + ": " + measured);
        lines.append("| ")
                .append(what)
                .append(" | ")
                .append(measured)
                .append(" | ")
                .append(target)
                .append(" |\n");
    }

    private void record(FactRecorder recorder) throws InterruptedException, ExecutionException, TimeoutException {
        long since = System.nanoTime();
        ArrayDeque<CompletableFuture<List<Answer>>> waiting = new ArrayDeque<>();
        for (int from = 0; from < facts; from += RecordFacts.MAX_ITEMS) {
            waiting.addLast(
                    recorder.record(Promises.items(from, Math.min(facts, from + RecordFacts.MAX_ITEMS), facts)));
            if (waiting.size() > AHEAD) {
                waiting.removeFirst().get(1, TimeUnit.MINUTES);
            }
        }
        for (CompletableFuture<List<Answer>> answers : waiting) {
            answers.get(1, TimeUnit.MINUTES);
        }
        line("Facts recorded", rate(facts, since), "");
    }

    private void project(LogDatabase database, FactReader log) throws InterruptedException, SQLException {
        long since = System.nanoTime();
        try (LiveProcessor processor = LiveProcessor.start(
                TENANT, log, database.dataSource(), streams -> ViewProjections.of(TENANT, streams))) {
            if (!processor.await(log.head().size() - 1, LIMIT)) {
                throw new IllegalStateException("the views are not up after " + LIMIT);
            }
            line("Facts projected live into all views", rate(facts, since), "");
            replay(processor.replay());
        }
    }

    private void replay(Replay replay) throws SQLException {
        long since = System.nanoTime();
        Replay.Result result = replay.check();
        if (result.verdict() != Replay.Verdict.SAME || result.facts() != facts) {
            throw new IllegalStateException("expected views that follow from " + facts + " facts, got " + result);
        }
        line("Facts folded again from the first, and every row compared", rate(facts, since), "equal");
    }

    private void read(ScoreViews scores) {
        long[] few = new long[reads];
        long[] many = new long[reads];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < reads; i++) {
                few[i] = read(scores, Promises.SHORT, Promises.SHORT_PROMISES);
                many[i] = read(scores, Promises.LONG, Promises.LONG_PROMISES);
            }
        }
        Arrays.sort(few);
        Arrays.sort(many);
        line("Score of a subject with 3 promises, p50 / p99", times(few), "p99 ≤ 5 ms");
        line("Score of a subject with 30,000 promises, p50 / p99", times(many), "p99 ≤ 5 ms");
        line(
                "The long record's p99 against the short one's",
                String.format(Locale.ROOT, "%.2f ×", many[at99()] / (double) few[at99()]),
                "≤ 2 ×");
    }

    private static long read(ScoreViews scores, String customer, int promises) {
        CommitmentFilter filter = new CommitmentFilter(customer, null, null, Direction.BY_US, null, null, null);
        long since = System.nanoTime();
        Score score = scores.score(filter, Policy.kyw1(), NOW);
        long took = System.nanoTime() - since;
        if (score.promises() != promises) {
            throw new IllegalStateException(
                    "expected " + promises + " promises of " + customer + ", got " + score.promises());
        }
        return took;
    }

    private int at99() {
        return Math.min(reads - 1, reads * 99 / 100);
    }

    private String times(long[] sorted) {
        return String.format(Locale.ROOT, "%.2f / %.2f ms", sorted[sorted.length / 2] / 1e6, sorted[at99()] / 1e6);
    }

    private void buckets() {
        Policy policy = Policy.kyw1();
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int round = 0; round < 3; round++) {
            RunningSums sums = new RunningSums(policy, Scores.day(NOW.asOfSeconds()));
            long took = 0;
            for (int from = 0; from < facts / 2; from += 50_000) {
                int to = Math.min(facts / 2, from + 50_000);
                var promises = IntStream.range(from, to)
                        .mapToObj(promise -> Promises.facts(promise, facts / 2))
                        .toList();
                long since = cpu.getCurrentThreadCpuTime();
                for (var promise : promises) {
                    List<Entry> before = Scores.entries(promise.subList(0, 1), policy);
                    sums.addAll(before);
                    List<Entry> after = Scores.entries(promise, policy);
                    sums.subtractAll(before);
                    sums.addAll(after);
                }
                took += cpu.getCurrentThreadCpuTime() - since;
            }
            best = Math.max(best, facts * 1e9 / took);
        }
        line(
                "Facts folded into buckets and sums, per second of one core",
                String.format(Locale.ROOT, "%,.0f/s", best),
                "≥ 100,000/s");
    }

    private void whatIf(WhatIf whatIf) {
        Policy tried = Policy.kyw1().overriddenBy((JsonObject)
                JsonReader.readTrusted("{\"id\":\"tried\",\"halfLifeDays\":90,\"credit\":{\"lateMaxPpm\":500000}}"
                        .getBytes(StandardCharsets.UTF_8)));
        long[] peak = {0};
        long since = System.nanoTime();
        Comparison comparison = whatIf.compare(Policy.kyw1(), tried, Comparison.By.CUSTOMER, NOW, _ -> {
            Runtime runtime = Runtime.getRuntime();
            peak[0] = Math.max(peak[0], runtime.totalMemory() - runtime.freeMemory());
        });
        double seconds = (System.nanoTime() - since) / 1e9;
        line(
                String.format(
                        Locale.ROOT,
                        "What-if over %,d facts, %,d subjects",
                        facts,
                        comparison.rows().size()),
                String.format(Locale.ROOT, "%.1f s, heap up to %,d MiB", seconds, peak[0] >> 20),
                "1 M facts in < 60 s, heap ≤ 1 GiB");
    }

    private static String rate(int number, long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        return String.format(Locale.ROOT, "%,.0f/s (%,d in %.1f s)", number / seconds, number, seconds);
    }
}
