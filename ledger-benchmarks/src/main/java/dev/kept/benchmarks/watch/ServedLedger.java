package dev.kept.benchmarks.watch;

import dev.kept.benchmarks.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ledger itself, serving a database in a process of its own, as people start it.
final class ServedLedger implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(10);
    private static final long STOP_SECONDS = 60;
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");
    private static final long KIB = 1_024;

    private final Process process;

    private ServedLedger(Process process) {
        this.process = process;
    }

    static ServedLedger start(Server.Access database, String tenant, Path data)
            throws IOException, InterruptedException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder(
                "./kept",
                "serve",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--tenant",
                tenant,
                "--db-url",
                database.url(),
                "--db-user",
                database.user());
        builder.environment().put("KEPT_DB_PASSWORD", database.password());
        Process process = builder.redirectErrorStream(true).start();
        ServedLedger ledger = new ServedLedger(process);
        Thread reader = Thread.ofVirtual().unstarted(ledger::read);
        reader.start();
        long deadline = System.nanoTime() + START.toNanos();
        while (!Files.exists(data.resolve("server.json"))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                ledger.close();
                throw new TimeoutException("the ledger does not serve " + data);
            }
            Thread.sleep(100);
        }
        return ledger;
    }

    /// What it says, so that it is not held up by a full pipe.
    private void read() {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                System.err.println("ledger: " + line);
            }
        } catch (IOException failure) {
            System.err.println("ledger: " + failure.getMessage());
        }
    }

    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// What its heap holds after a full collection, in MiB.
    long liveMib() throws IOException, InterruptedException {
        Process histogram = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(said);
        if (histogram.waitFor() != 0 || !total.find()) {
            throw new IllegalStateException("expected what the heap holds, got " + said);
        }
        return Long.parseLong(total.group(1)) / KIB / KIB;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
