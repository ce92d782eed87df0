package dev.kept.app.torture;

import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Kills a ledger under load as often as asked, starts it again each time, and inspects its log at the end.
///
/// Every kind of kill comes once in each round of kinds, in an order and after pauses that the seed decides. After a
/// kill each caller sends again, under the same keys, the one submission whose fate it does not know; the next kill
/// waits until acknowledgements come in again.
public final class Torture {
    private static final int PROGRESS = 40;
    private static final int LONGEST_PAUSE_MILLIS = 250;
    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final int CONNECTIONS = 2;

    private final Options options;
    private final Consumer<String> progress;
    private final Journal journal;
    private final Path log;
    private final Map<Kill, Integer> kills = new EnumMap<>(Kill.class);

    private Torture(Options options, Consumer<String> progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.journal = new Journal(options.directory().resolve("acknowledged.txt"));
        this.log = options.directory().resolve("worker.log");
    }

    /// @param directory where database, journal and the worker's own log are kept; there must be no database in it
    /// @param kills the kinds of kills, each once in a round
    /// @param mainClass runs the hidden command `torture-worker`, see [Worker]
    public record Options(
            int cycles,
            long seed,
            Path directory,
            List<Kill> kills,
            @Nullable Fault fault,
            String mainClass) {
        public Options {
            kills = List.copyOf(kills);
            if (cycles < 1 || kills.isEmpty()) {
                throw new IllegalArgumentException("at least one cycle and one kind of kill");
            }
        }
    }

    /// @param acknowledged facts that a client was told are recorded
    public record Report(Map<Kill, Integer> kills, long acknowledged, Verdict verdict) {}

    /// Tortures, and reports; what goes wrong on the way is a finding.
    ///
    /// @param progress gets a line after each kill
    public static Report run(Options options, Consumer<String> progress) throws IOException, InterruptedException {
        Torture torture = new Torture(options, progress);
        try (torture.journal) {
            List<String> broken = torture.cycles();
            Verdict verdict = torture.inspect();
            List<String> findings = new ArrayList<>(broken);
            findings.addAll(verdict.findings());
            return new Report(
                    Collections.unmodifiableMap(torture.kills),
                    torture.journal.facts(),
                    new Verdict(verdict.facts(), verdict.lost(), verdict.doubled(), verdict.reordered(), findings));
        }
    }

    private List<String> cycles() throws IOException, InterruptedException {
        Random random = new Random(options.seed());
        List<Kill> round = new ArrayList<>();
        WorkerProcess worker = start();
        try {
            for (int cycle = 1; cycle <= options.cycles(); cycle++) {
                if (round.isEmpty()) {
                    round.addAll(options.kills());
                    Collections.shuffle(round, random);
                }
                awaitProgress(worker);
                int pause = random.nextInt(LONGEST_PAUSE_MILLIS);
                Thread.sleep(pause);
                Kill kill = round.removeLast();
                worker.kill(kill, random);
                kills.merge(kill, 1, Integer::sum);
                progress.accept("cycle " + cycle + " of " + options.cycles() + ": killed " + kill + " " + pause
                        + " ms after the load came up, " + journal.facts() + " facts acknowledged");
                if (kill.endsLedger()) {
                    worker = start();
                }
            }
            awaitProgress(worker);
            return worker.stop() ? List.of() : List.of("the worker did not end in order, see " + log);
        } catch (IllegalStateException failure) {
            return List.of(String.valueOf(failure.getMessage()));
        } finally {
            worker.close();
        }
    }

    private WorkerProcess start() throws IOException {
        var next = new Worker.Options(options.directory(), options.seed(), journal.next(), options.fault());
        return WorkerProcess.start(options.mainClass(), next, log, journal);
    }

    private void awaitProgress(WorkerProcess worker) throws InterruptedException {
        long wanted = journal.submissions() + PROGRESS;
        long end = System.nanoTime() + PROGRESS_LIMIT.toNanos();
        while (!worker.ready() || journal.submissions() < wanted) {
            if (!worker.alive()) {
                throw new IllegalStateException("the worker ended by itself, see " + log);
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "nothing is acknowledged any more for " + PROGRESS_LIMIT.toMinutes() + " minutes, see " + log);
            }
            Thread.sleep(POLL);
        }
    }

    private Verdict inspect() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(options.directory());
                LogDatabase database =
                        LogDatabase.open(server.jdbcUrl(), server.user(), server.password(), CONNECTIONS)) {
            return Inspection.of(FactReader.open(database, Worker.LOG.tenant(), Worker.LOG.origin()), journal);
        }
    }
}
