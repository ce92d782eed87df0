package dev.kept.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A JVM of its own that runs [AcknowledgingOwner], and the journal of what it acknowledged.
final class OwnerProcess implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private volatile long serverPid = -1;

    private OwnerProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    static OwnerProcess start(Path directory) throws IOException {
        return new OwnerProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgingOwner.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ");
                if (words.length == 2 && words[0].equals("server")) {
                    serverPid = Long.parseLong(words[1]);
                } else if (words.length == 2 && words[0].equals("ack")) {
                    acknowledged.add(Long.parseLong(words[1]));
                }
            }
        } catch (IOException _) {
            // the pipe of a killed process: what was read counts
        }
    }

    long pid() {
        return process.pid();
    }

    /// The pid of the server at its first start, or -1 before.
    long serverPid() {
        return serverPid;
    }

    Set<Long> acknowledged() {
        return acknowledged;
    }

    /// Asks it to end, as a service manager does, and waits until it has.
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("a terminated JVM is still there");
        }
    }

    /// Kills it with SIGKILL and reads its journal to the end.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("a killed JVM is still there");
        }
        reader.join(10_000);
        if (reader.isAlive()) {
            throw new AssertionError("the journal of a killed JVM does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
