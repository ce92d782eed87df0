package dev.kept.store.recording;

import dev.kept.embedded.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A [NodeMain] and what it has acknowledged, kept by the process that may kill it.
final class NodeProcess implements AutoCloseable {
    private static final int LIMIT_SECONDS = 120;

    private final Process process;
    private final Thread reader;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    private NodeProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    static NodeProcess start(String what, TestDatabase.Access access) throws IOException {
        return new NodeProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeMain.class.getName(),
                        what,
                        access.jdbcUrl(),
                        access.user(),
                        access.password())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (words[0].equals("ready")) {
                    ready.countDown();
                } else if (words.length == 3 && words[0].equals("ack")) {
                    acknowledged.put(words[1], Long.parseLong(words[2]));
                } else {
                    complain(line);
                }
            }
        } catch (IOException failure) {
            complain(failure.toString());
        }
    }

    private synchronized void complain(String line) {
        complaints.add(line);
    }

    NodeProcess awaitReady() throws InterruptedException {
        if (!ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the node is not ready: " + complaints());
        }
        return this;
    }

    void go() throws IOException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
    }

    Map<String, Long> acknowledged() {
        return acknowledged;
    }

    /// What it said beside acknowledgements.
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// Kills it with SIGKILL and reads what it said to the end. By its handle, since the process's own method would
    /// close the pipe with acknowledgements in it.
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("a killed JVM is still there");
        }
        reader.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        if (reader.isAlive()) {
            throw new AssertionError("what a killed JVM said does not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
