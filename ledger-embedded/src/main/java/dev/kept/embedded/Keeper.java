package dev.kept.embedded;

import dev.kept.embedded.ServerProcess.Blueprint;
import dev.kept.embedded.ServerProcess.Death;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final Duration LOG_CHECK = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final Duration FAST_END = Duration.ofSeconds(60);
    private static final Duration IMMEDIATE_END = Duration.ofSeconds(10);
    private static final Duration KILLED_END = Duration.ofSeconds(10);
    private static final int MAX_PORTS = 20;

    private final Blueprint blueprint;
    private final IntSupplier choosePort;

    private final CompletableFuture<Integer> firstReady = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile @Nullable ServerProcess server;
    private volatile boolean ready;

    Keeper(Blueprint blueprint, IntSupplier choosePort) {
        this.blueprint = blueprint;
        this.choosePort = choosePort;
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
        return restarts.get();
    }

    /// The process id of the server, also while it is still starting; -1 between two servers.
    long pid() {
        var current = server;
        return current != null && current.alive() ? current.pid() : -1;
    }

    /// Ends the server: fast (waits for a checkpoint), else at once, else killed; each is safe for what was committed.
    void close() {
        closing.countDown();
        if (!endsOn("INT", FAST_END) && !endsOn("QUIT", IMMEDIATE_END) && !endsOn("KILL", KILLED_END)) {
            throw new IllegalStateException("expected the PostgreSQL server " + pid() + " to end, but it is alive");
        }
    }

    private boolean endsOn(String signal, Duration limit) {
        var current = server;
        if (current != null) {
            current.tell(signal);
        }
        return Tools.patiently(limit, millis -> ended.await(millis, TimeUnit.MILLISECONDS));
    }

    private void keep() {
        try {
            if (startsFirst()) {
                keepUp();
            }
        } catch (IOException | RuntimeException failure) {
            firstReady.completeExceptionally(failure);
        } catch (InterruptedException _) {
            LOG.error("the keeper of PostgreSQL in {} was interrupted, which ends the server", directory());
        } finally {
            ready = false;
            firstReady.completeExceptionally(new StartRefused("Closed before the server was started: start it again."));
            ended.countDown();
        }
    }

    /// Runs the first server to its end; false when there is nothing to start again.
    private boolean startsFirst() throws IOException, InterruptedException {
        var given = blueprint.options().port();
        for (var ports = 1; !isClosing(); ports++) {
            var port = given == 0 ? choosePort.getAsInt() : given;
            var death = serveOnce(port);
            if (firstReady.isDone()) {
                tellDeath(death.cause(), FIRST_PAUSE);
                return true;
            }
            if (given != 0 || ports == MAX_PORTS || !portWasTaken(port, death)) {
                firstReady.completeExceptionally(
                        Diagnosis.refusal("start", directory(), death.exitStatus(), death.lastLines()));
                return false;
            }
        }
        return false;
    }

    private static boolean portWasTaken(int port, Death death) {
        return death.lastLines().stream().anyMatch(line -> line.contains("Address already in use"))
                || Ports.taken(port);
    }

    /// Starts servers on the same port for as long as nobody closes; no failure ends this, a full disk may be freed.
    private void keepUp() throws InterruptedException {
        int port = firstReady.join(); // done, or we were not here
        var pause = FIRST_PAUSE;
        while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            var launched = System.nanoTime();
            restarts.incrementAndGet();
            String cause;
            try {
                cause = serveOnce(port).cause();
            } catch (IOException | RuntimeException failure) {
                cause = failure.toString();
            }
            pause = nextPause(pause, Duration.ofNanos(System.nanoTime() - launched));
            tellDeath(cause, pause);
        }
    }

    /// Runs one server to its end.
    private Death serveOnce(int port) throws IOException, InterruptedException {
        blueprint.residents().evict();
        var current = ServerProcess.launch(blueprint, port);
        server = current;
        if (isClosing()) {
            current.tell("INT"); // close() may have looked before there was a process
        }
        if (current.becomesReady()) {
            ready = true;
            firstReady.complete(port);
            do {
                current.boundLog();
            } while (!current.endsWithin(LOG_CHECK));
            ready = false;
        }
        return current.death();
    }

    private void tellDeath(String cause, Duration pause) {
        if (!isClosing()) {
            LOG.error(
                    "PostgreSQL in {} died by itself ({}); it is started again after {} ms",
                    directory(),
                    cause,
                    pause.toMillis());
        }
    }

    private static Duration nextPause(Duration last, Duration ran) {
        if (ran.compareTo(MAX_PAUSE) > 0) {
            return FIRST_PAUSE;
        }
        var doubled = last.multipliedBy(2);
        return doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private Path directory() {
        return blueprint.options().dataDirectory();
    }
}
