package dev.kept.app.wiring.chaos;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A running [KafkaWorker], a process of its own.
final class KafkaNode implements AutoCloseable {
    /// Hidden name of the command that runs a [KafkaWorker].
    static final String COMMAND = "torture-consumer";
    /// How the worker is told the database's password.
    static final String PASSWORD = "KEPT_DB_PASSWORD";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private boolean ready;

    private KafkaNode(Process process) {
        this.process = process;
    }

    static KafkaNode start(String mainClass, KafkaWorker.Options options, Path log) throws IOException {
        Files.createDirectories(options.directory());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        String classPath = System.getProperty("java.class.path");
        boolean oneJar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
        command.addAll(oneJar ? List.of("-jar", classPath) : List.of("-cp", classPath, mainClass));
        command.add(COMMAND);
        command.addAll(List.of("--dir", options.directory().toString(), "--seed", Long.toString(options.seed())));
        command.addAll(List.of("--db-url", options.databaseUrl(), "--db-user", options.databaseUser()));
        command.addAll(List.of("--kafka", options.broker(), "--topic", options.topic()));
        if (options.fault() != null) {
            command.addAll(List.of("--fault", options.fault().toString()));
        }
        if (options.trapped()) {
            command.add("--trapped");
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(PASSWORD, options.databasePassword());
        return new KafkaNode(builder.start());
    }

    /// Waits until it takes records.
    void awaitReady() throws IOException {
        if (!ready) {
            await(KafkaWorker.READY);
            ready = true;
        }
    }

    /// Waits until it says the line.
    void await(String said) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(said)) {
                return;
            }
        }
        throw new IllegalStateException("a ledger ended before it was " + said);
    }

    boolean alive() {
        return process.isAlive();
    }

    /// SIGKILL.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /// Tells it to leave in order.
    void stop() throws InterruptedException {
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(KafkaWorker.STOP + "\n");
        } catch (IOException failure) {
            throw new IllegalStateException("a ledger ended by itself", failure);
        }
        awaitEnd();
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("process " + process.pid() + " does not end within " + LIMIT);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
