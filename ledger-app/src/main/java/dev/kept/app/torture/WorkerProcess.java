package dev.kept.app.torture;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A running [Worker], its acknowledgements on their way into the journal, and the ways to kill it.
final class WorkerProcess implements AutoCloseable {
    /// Hidden name of the command that runs a [Worker].
    static final String COMMAND = "torture-worker";

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path POSTMASTER = Path.of("postgres", "cluster", "postmaster.pid");

    private final Process process;
    private final Thread reader;
    private final Path directory;
    private volatile boolean ready;
    private volatile @Nullable IOException unread;

    private WorkerProcess(Process process, Path directory, Journal journal) {
        this.process = process;
        this.directory = directory;
        this.reader = Thread.ofPlatform().name("acknowledgements").daemon().start(() -> read(journal));
    }

    static WorkerProcess start(String mainClass, Worker.Options options, Path log, Journal journal) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        String classPath = System.getProperty("java.class.path");
        boolean oneJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        command.addAll(oneJar ? List.of("-jar", classPath) : List.of("-cp", classPath, mainClass));
        command.add(COMMAND);
        command.addAll(List.of("--dir", options.directory().toString(), "--seed", Long.toString(options.seed())));
        command.addAll(
                List.of("--next", options.next().stream().map(String::valueOf).collect(Collectors.joining(","))));
        if (options.fault() != null) {
            command.addAll(List.of("--fault", options.fault().toString()));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new WorkerProcess(process, options.directory(), journal);
    }

    private void read(Journal journal) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                if (line.toString().equals(Worker.READY)) {
                    ready = true;
                } else {
                    journal.take(line.toString());
                }
                line.setLength(0);
            }
        } catch (IOException failure) {
            unread = failure;
        }
    }

    boolean ready() {
        return ready;
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Strikes, and waits until whoever was hit is gone and all that it acknowledged is in the journal.
    void kill(Kill kill, Random random) throws InterruptedException, IOException {
        switch (kill) {
            case LEDGER -> killLedger();
            case SERVER -> gone(server());
            case BACKEND -> {
                List<ProcessHandle> backends = server().children().toList();
                while (backends.isEmpty()) {
                    Thread.sleep(5);
                    backends = server().children().toList();
                }
                gone(backends.get(random.nextInt(backends.size())));
            }
            case EVERYTHING -> {
                List<ProcessHandle> all = process.descendants().toList();
                killLedger();
                all.forEach(ProcessHandle::destroyForcibly);
            }
        }
        if (kill.endsLedger()) {
            awaitEnd();
        }
    }

    /// By its handle: the process's own method would close the pipe, and what is in it was acknowledged.
    private void killLedger() {
        process.toHandle().destroyForcibly();
    }

    private static void gone(ProcessHandle victim) throws InterruptedException {
        victim.destroyForcibly();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (victim.isAlive() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }

    /// The database's first process: a child of the worker that has written its number down.
    private ProcessHandle server() throws InterruptedException, IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end && alive()) {
            Path file = directory.resolve(POSTMASTER);
            Optional<String> pid =
                    Files.exists(file) ? Files.readString(file).lines().findFirst() : Optional.empty();
            Optional<ProcessHandle> server = process.children()
                    .filter(child -> pid.isPresent() && pid.get().equals(Long.toString(child.pid())))
                    .findFirst();
            if (server.isPresent()) {
                return server.get();
            }
            Thread.sleep(5);
        }
        throw new IllegalStateException("no database server to kill under process " + process.pid());
    }

    /// Tells it to stop; its callers finish what they have under way.
    ///
    /// @return whether it ended in order
    boolean stop() throws InterruptedException {
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(Worker.STOP + "\n");
        } catch (IOException _) {
            return false; // it has ended by itself
        }
        awaitEnd();
        return process.exitValue() == 0;
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("process " + process.pid() + " does not end within " + LIMIT);
        }
        if (!reader.join(LIMIT)) {
            throw new IllegalStateException("the acknowledgements of process " + process.pid() + " do not end");
        }
        if (unread != null) {
            throw new UncheckedIOException(
                    "the acknowledgements of process " + process.pid() + " are not kept", unread);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
