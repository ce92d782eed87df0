package dev.kept.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of the server, from its launch to its death; our own child, so that its end is seen at once.
final class ServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final int LOG_LINES = 15;

    private final Process process;
    private final Residents residents;
    private final ServerLog log;
    private final long logStart;

    private ServerProcess(Process process, Residents residents, ServerLog log, long logStart) {
        this.process = process;
        this.residents = residents;
        this.log = log;
        this.logStart = logStart;
    }

    /// How a server ended, and what it said last.
    record Death(int exitStatus, List<String> lastLines) {
        String cause() {
            return Diagnosis.cause(exitStatus, lastLines);
        }
    }

    /// Launches a server into a directory where none lives; the thread that calls this must outlive the server.
    static ServerProcess launch(Blueprint blueprint, int port) throws IOException {
        var log = ServerLog.in(blueprint.options().dataDirectory());
        log.create();
        var logStart = log.size();
        var command = new ArrayList<String>();
        command.add(blueprint.binaries().program("postgres").toString());
        command.addAll(List.of("-D", blueprint.residents().cluster().toString()));
        command.addAll(Settings.arguments(blueprint.options().settings(), port));
        var process = Tools.child(blueprint.account(), "INT", command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                .start();
        return new ServerProcess(process, blueprint.residents(), log, logStart);
    }

    /// What every run of one server is made of.
    record Blueprint(Options options, Account account, Binaries binaries, Residents residents) {}

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Waits until it takes connections, however long that takes; false when it died first.
    boolean becomesReady() throws InterruptedException {
        var nextProgress = System.nanoTime() + PROGRESS.toNanos();
        while (!endsWithin(POLL)) {
            if (saysReady()) {
                return true;
            }
            if (System.nanoTime() > nextProgress) {
                nextProgress += PROGRESS.toNanos();
                LOG.info("PostgreSQL in {} is still starting: {}", residents.cluster(), lastLines(1));
            }
        }
        return false;
    }

    void tell(String signal) {
        if (alive()) {
            try {
                Tools.signal(signal, pid());
            } catch (IOException failure) {
                LOG.warn("SIG{} could not be sent to process {}", signal, pid(), failure);
            }
        }
    }

    void boundLog() {
        try {
            log.bound();
        } catch (IOException failure) {
            LOG.warn("{} could not be cut, trying again later", log.file(), failure);
        }
    }

    /// How it ended, once it has.
    Death death() {
        return new Death(process.exitValue(), lastLines(LOG_LINES));
    }

    private boolean saysReady() {
        try {
            return residents.ready(pid());
        } catch (IOException failure) {
            LOG.warn("postmaster.pid in {} could not be read, trying again", residents.cluster(), failure);
            return false;
        }
    }

    private List<String> lastLines(int lines) {
        try {
            return log.lastLinesSince(logStart, lines);
        } catch (IOException failure) {
            return List.of(log.file() + " could not be read: " + failure);
        }
    }
}
