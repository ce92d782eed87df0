package dev.kept.benchmarks.watch;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.benchmarks.Machine;
import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.processor.ViewDatabase;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Warning;
import dev.kept.projections.watch.Watch;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Many open promises that are not due, watched by a ledger that is served as people serve it; then many that fall due
/// at once.
public final class WatchBenchmark {
    private static final String TENANT = "bench";
    private static final int AHEAD = 8;
    private static final int LOOKUPS = 2_000;
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final Duration NOTICE = Duration.ofSeconds(60);

    private final Server server;
    private final int open;
    private final int atOnce;
    private final int idleSeconds;
    private final StringBuilder lines = new StringBuilder();

    /// @param open promises that are not due
    /// @param atOnce promises that fall due at the same second
    /// @param idleSeconds how long the ledger is watched while nothing is due
    public WatchBenchmark(Server server, int open, int atOnce, int idleSeconds) {
        this.server = server;
        this.open = open;
        this.atOnce = atOnce;
        this.idleSeconds = idleSeconds;
    }

    public String run(String command) throws Exception {
        String machine = Machine.describe();
        Server.Access access = server.fresh();
        Path data = Files.createTempDirectory("kept-bench-watch");
        try (LogDatabase database = LogDatabase.open(access.url(), access.user(), access.password(), 8)) {
            ViewDatabase.migrate(access.url(), access.user(), access.password());
            FactReader log = FactReader.open(database, TENANT, "kept.local/" + TENANT);
            Watch watch = new Watch(TENANT, database.dataSource());
            Idle few = idle(access, data, 10, false);
            try (FactRecorder recorder = recorder(database)) {
                Instant now = InstantSource.system().instant();
                record(recorder, "open-", open, now, now.plus(Duration.ofDays(365)));
                project(database, log);
                lookUp(watch);
                Idle many = idle(access, data, idleSeconds, true);
                line(
                        "Live heap of the ledger before / after that time",
                        many.before + " / " + many.after + " MiB",
                        "flat");
                line("Live heap of the ledger with none open", few.after + " MiB", "");
                fire(recorder, watch, access, data);
            }
        }
        return """
                ## Watch

                `%s` on %s; %s. %,d promises are open and due in a year; the ledger that watches them is `./kept serve` in a
                process of its own. Then %,d promises fall due in the same second.

                | Measured | Result | Target |
                |---|---|---|
                %s
                """.formatted(
                        command,
                        machine,
                        server.describe(),
                        open,
                        atOnce,
                        lines.toString().stripTrailing());
    }

    private static FactRecorder recorder(LogDatabase database) {
        return FactRecorder.open(
                database, new FactRecorder.Options(TENANT, "kept.local/" + TENANT, false), InstantSource.system());
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

    private static void record(FactRecorder recorder, String name, int promises, Instant madeAt, Instant due)
            throws Exception {
        ArrayDeque<CompletableFuture<List<Answer>>> waiting = new ArrayDeque<>();
        for (int from = 0; from < promises; from += RecordFacts.MAX_ITEMS) {
            List<RecordFacts.Item> items = new ArrayList<>(RecordFacts.MAX_ITEMS);
            for (int i = from; i < Math.min(promises, from + RecordFacts.MAX_ITEMS); i++) {
                // Over an hour, so that they are no tie in the index.
                items.add(item(name + i, madeAt, name.startsWith("open") ? due.plusSeconds(i % 3_600) : due));
            }
            waiting.addLast(recorder.record(items));
            if (waiting.size() > AHEAD) {
                recorded(waiting.removeFirst());
            }
        }
        for (CompletableFuture<List<Answer>> answers : waiting) {
            recorded(answers);
        }
    }

    private static void recorded(CompletableFuture<List<Answer>> answers) throws Exception {
        for (Answer answer : answers.get(2, TimeUnit.MINUTES)) {
            if (!(answer instanceof Answer.Recorded)) {
                throw new IllegalStateException("expected a recorded promise, got " + answer);
            }
        }
    }

    private static RecordFacts.Item item(String commitment, Instant madeAt, Instant due) {
        Claim claim = new Claim(
                new CommitmentId(commitment),
                madeAt,
                null,
                Party.PROMISOR,
                null,
                Evidence.SYSTEM,
                null,
                new IdempotencyKey("bench", commitment),
                null,
                null,
                Map.of());
        Terms terms = new Terms(
                "customer-" + Math.floorMod(commitment.hashCode(), 10_000),
                Direction.BY_US,
                "anna",
                "promise",
                null,
                new Due.At(due),
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of());
        return new RecordFacts.Item(new CommitmentCommand.MakeCommitment(claim, terms), Entrance.BUS);
    }

    private static void project(LogDatabase database, FactReader log) throws Exception {
        try (LiveProcessor processor = LiveProcessor.start(
                TENANT, log, database.dataSource(), streams -> ViewProjections.of(TENANT, streams))) {
            if (!processor.await(log.head().size() - 1, LIMIT)) {
                throw new IllegalStateException("the views are not up after " + LIMIT);
            }
        }
    }

    private void lookUp(Watch watch) {
        long[] nanos = new long[LOOKUPS];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < LOOKUPS; i++) {
                long since = System.nanoTime();
                if (watch.next().isEmpty()) {
                    throw new IllegalStateException("expected something to come, found nothing");
                }
                nanos[i] = System.nanoTime() - since;
            }
        }
        Arrays.sort(nanos);
        line(
                "What is next to be said, p50 / p99",
                String.format(Locale.ROOT, "%.2f / %.2f ms", nanos[LOOKUPS / 2] / 1e6, nanos[LOOKUPS * 99 / 100] / 1e6),
                "≤ 5 ms");
    }

    /// What the heap holds, in MiB.
    private record Idle(long before, long after) {}

    private Idle idle(Server.Access access, Path data, int seconds, boolean measured) throws Exception {
        try (ServedLedger ledger = ServedLedger.start(access, TENANT, data)) {
            Thread.sleep(Duration.ofSeconds(20));
            long live = ledger.liveMib();
            Duration before = ledger.cpu();
            Duration others = databaseCpu();
            Thread.sleep(Duration.ofSeconds(seconds));
            if (measured) {
                line(
                        "CPU of the ledger / of the database while nothing is due, share of one core",
                        percent(ledger.cpu().minus(before), seconds) + " / "
                                + percent(databaseCpu().minus(others), seconds),
                        "≈ 0");
            }
            return new Idle(live, ledger.liveMib());
        }
    }

    /// The embedded server's processes are children of this one, as is the ledger.
    private static Duration databaseCpu() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("postgres"))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String percent(Duration cpu, int seconds) {
        return String.format(Locale.ROOT, "%.1f %%", cpu.toMillis() / 10.0 / seconds);
    }

    private void fire(FactRecorder recorder, Watch watch, Server.Access access, Path data) throws Exception {
        try (ServedLedger ledger = ServedLedger.start(access, TENANT, data)) {
            Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
            long first = watch.lastSeq();
            record(recorder, "once-", atOnce, now, now.plus(NOTICE));
            List<Warning> warnings = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
            while (warnings.size() < 3 * atOnce) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "expected " + 3 * atOnce + " warnings, got " + warnings.size() + " in time");
                }
                Thread.sleep(500);
                List<Warning> page = watch.after(first, 10_000);
                warnings.addAll(page);
                first = page.isEmpty() ? first : page.getLast().seq();
            }
            if (warnings.stream()
                            .map(w -> w.commitment() + w.stage())
                            .distinct()
                            .count()
                    != warnings.size()) {
                throw new IllegalStateException("a warning was given twice");
            }
            for (Stage stage : List.of(Stage.AT_RISK, Stage.DUE, Stage.OVERDUE)) {
                line(
                        String.format(Locale.ROOT, "%,d at once, %s given late by, p50 / p99 / most", atOnce, stage),
                        Lateness.of(warnings, stage).toString(),
                        "p99 ≤ 5 s");
            }
        }
    }
}
