package dev.kept.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that starts the server, watches it, and starts it again when it dies by itself.
///
/// | state | event | next |
/// |---|---|---|
/// | starting | the server says ready | running; the first time, the port is final |
/// | starting | it dies, never ran before, its port is taken and was ours to choose | starting on another port |
/// | starting | it dies, never ran before | ended; the starter gets the reason |
/// | starting | it dies, ran before | waiting, each time longer, up to [#MAX_PAUSE] |
/// | running | it dies | waiting |
/// | waiting | time is up | starting |
/// | any | close | told to end, in growing earnest; ended |
///
/// There is no limit to how long starting takes: crash recovery takes what it takes, and a dead server is seen at once.
/// This is a platform thread and stays alive as long as the server, since the death signal that takes the server down
/// with a killed JVM follows the *thread* that forked it; a virtual thread's carrier may go at any time.
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration LOG_CHECK = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final Duration FAST_END = Duration.ofSeconds(60);
    private static final Duration IMMEDIATE_END = Duration.ofSeconds(10);
    private static final Duration KILLED_END = Duration.ofSeconds(10);
    private static final int MAX_PORTS = 20;
    private static final int LOG_LINES = 15;

    private final Options options;
    private final IntSupplier choosePort;
    private final Account account;
    private final Binaries binaries;
    private final Residents residents;
    private final ServerLog log;

    private final CompletableFuture<Integer> firstReady = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Process process;
    private volatile boolean ready;
    private volatile int restarts;
    private int port;

    Keeper(Options options, IntSupplier choosePort, Account account, Binaries binaries, Residents residents) {
        this.options = options;
        this.choosePort = choosePort;
        this.account = account;
        this.binaries = binaries;
        this.residents = residents;
        this.log = ServerLog.in(options.dataDirectory());
    }

    /// Starts the server; the future holds its port once it takes connections, or the [StartRefused].
    CompletableFuture<Integer> start() {
        Thread.ofPlatform().daemon().name("kept-postgres-keeper").start(this::keep);
        return firstReady;
    }

    boolean ready() {
        return ready;
    }

    int restarts() {
        return restarts;
    }

    /// The process id of the server, also while it is still starting; -1 between two servers.
    long pid() {
        var current = process;
        return current != null && current.isAlive() ? current.pid() : -1;
    }

    /// Ends the server: fast (waits for a checkpoint), else at once, else killed; each is safe for what was committed.
    void close() {
        closing.countDown();
        if (!endsOn("INT", FAST_END) && !endsOn("QUIT", IMMEDIATE_END) && !endsOn("KILL", KILLED_END)) {
            throw new IllegalStateException("expected the PostgreSQL server " + pid() + " to end, but it is alive");
        }
    }

    private boolean endsOn(String signal, Duration limit) {
        tell(signal);
        return Tools.patiently(limit, millis -> ended.await(millis, TimeUnit.MILLISECONDS));
    }

    private void tell(String signal) {
        var pid = pid();
        if (pid < 0) {
            return;
        }
        try {
            Tools.signal(signal, pid);
        } catch (IOException failure) {
            LOG.warn("SIG{} could not be sent to process {}", signal, pid, failure);
        }
    }

    private void keep() {
        try {
            if (startsFirst()) {
                keepUp();
            }
        } catch (IOException | RuntimeException failure) {
            firstReady.completeExceptionally(failure);
        } catch (InterruptedException _) {
            LOG.error("the keeper of PostgreSQL on {} was interrupted, which ends the server", options.dataDirectory());
        } finally {
            ready = false;
            firstReady.completeExceptionally(new StartRefused("Closed before the server was started."));
            ended.countDown();
        }
    }

    /// Runs the first server to its end; false when there is nothing to start again.
    private boolean startsFirst() throws IOException, InterruptedException {
        for (var ports = 1; !isClosing(); ports++) {
            port = options.port() == 0 ? choosePort.getAsInt() : options.port();
            var lastLines = serveOnce();
            if (firstReady.isDone()) {
                tellDeath(Diagnosis.cause(lastLines), FIRST_PAUSE);
                return true;
            }
            if (options.port() != 0 || ports == MAX_PORTS || !portTaken(lastLines)) {
                firstReady.completeExceptionally(Diagnosis.refusal("start", options.dataDirectory(), lastLines));
                return false;
            }
        }
        return false;
    }

    /// Starts servers on the same port for as long as nobody closes; no failure ends this, a full disk may be freed.
    private void keepUp() throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            var launched = System.nanoTime();
            restarts++;
            String cause;
            try {
                cause = Diagnosis.cause(serveOnce());
            } catch (IOException | RuntimeException failure) {
                cause = failure.toString();
            }
            pause = nextPause(pause, Duration.ofNanos(System.nanoTime() - launched));
            tellDeath(cause, pause);
        }
    }

    private void tellDeath(String cause, Duration pause) {
        if (!isClosing()) {
            LOG.error(
                    "PostgreSQL on {} died by itself ({}); it is started again after {} ms",
                    options.dataDirectory(),
                    cause,
                    pause.toMillis());
        }
    }

    /// Runs one server to its end, and returns what it said last.
    private List<String> serveOnce() throws IOException, InterruptedException {
        residents.evict();
        log.create();
        boundLog();
        var start = log.size();
        var current = launch();
        process = current;
        if (isClosing()) {
            tell("INT"); // close() may have looked before there was a process
        }
        if (becomesReady(current, start)) {
            ready = true;
            firstReady.complete(port);
            while (!current.waitFor(LOG_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                boundLog();
            }
            ready = false;
        }
        return log.lastLinesSince(start, LOG_LINES);
    }

    private Process launch() throws IOException {
        var command = new ArrayList<String>();
        command.add(binaries.program("postgres").toString());
        command.addAll(List.of("-D", residents.cluster().toString()));
        command.addAll(Settings.arguments(options.settings(), port));
        return Tools.child(account, command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                .start();
    }

    private boolean becomesReady(Process current, long start) throws IOException, InterruptedException {
        var nextProgress = System.nanoTime() + PROGRESS.toNanos();
        while (!current.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (saysReady(current)) {
                return true;
            }
            if (System.nanoTime() > nextProgress) {
                nextProgress += PROGRESS.toNanos();
                LOG.info(
                        "PostgreSQL on {} is still starting: {}",
                        options.dataDirectory(),
                        log.lastLinesSince(start, 1));
            }
        }
        return false;
    }

    private boolean saysReady(Process current) {
        try {
            return residents.ready(current.pid());
        } catch (IOException failure) {
            LOG.warn("postmaster.pid could not be read, trying again", failure);
            return false;
        }
    }

    private void boundLog() {
        try {
            log.bound();
        } catch (IOException failure) {
            LOG.warn("{} could not be cut, trying again later", log.file(), failure);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private static Duration nextPause(Duration last, Duration ran) {
        if (ran.compareTo(MAX_PAUSE) > 0) {
            return FIRST_PAUSE;
        }
        var doubled = last.multipliedBy(2);
        return doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
    }

    private boolean portTaken(List<String> lastLines) {
        if (lastLines.stream().anyMatch(line -> line.contains("Address already in use"))) {
            return true;
        }
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    /// A port that was free a moment ago; whether it still is, the server finds out.
    static int freePort() {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        } catch (IOException failure) {
            throw new StartRefused("No port on 127.0.0.1 is free (" + failure.getMessage() + "): end some programs.");
        }
    }
}
