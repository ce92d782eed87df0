package dev.kept.app.broker;

import dev.kept.app.support.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One Kafka broker on 127.0.0.1 as a process of its own, its own controller (KRaft); ends with this JVM.
///
/// Its jars lie in a folder (the build's module `ledger-broker` fills one) and never on the ledger's class path.
/// What it acknowledges is in its page cache alone, as with any broker: killing the process loses nothing, killing
/// the machine may.
public final class LocalBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PROBE_WAIT = Duration.ofMillis(100);
    private static final int PROBE_MILLIS = 500;
    /// The address is known before the ports are: only one cluster ever lives in a folder.
    private static final String CLUSTER = "a2VwdC1sb2NhbC1icm9rZQ";
    private static final List<String> MEMORY = List.of("-Xms128m", "-Xmx384m", "-XX:+UseSerialGC");

    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=PLAINTEXT
            log.dirs=%3$s
            num.partitions=3
            num.network.threads=2
            num.io.threads=4
            offsets.topic.num.partitions=1
            offsets.topic.replication.factor=1
            transaction.state.log.num.partitions=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=1000
            broker.session.timeout.ms=2000
            broker.heartbeat.interval.ms=500
            """;

    private final Path jars;
    private final Path folder;
    private final int port;
    private final Thread endWithJvm = new Thread(this::kill);
    private Process process;

    private LocalBroker(Path jars, Path folder, int port, Process process) {
        this.jars = jars;
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// Starts a broker on the data of this folder, which is made at the first start.
    ///
    /// @param jars the folder of its jars
    /// @param port 0 for any free one
    /// @throws CannotStart with one line that says what to do
    public static LocalBroker start(Path jars, Path folder, int port) {
        if (!Files.isDirectory(jars)) {
            throw new CannotStart("no Kafka broker lies in " + jars + "; build it with mvn -pl ledger-broker package");
        }
        try {
            Files.createDirectories(folder);
            int listen = port == 0 ? freePort() : port;
            Path settings = folder.resolve("server.properties");
            Files.writeString(
                    settings,
                    SETTINGS.formatted(
                            listen, freePort(), folder.resolve("data").toAbsolutePath()));
            if (!Files.exists(folder.resolve("data").resolve("meta.properties"))) {
                format(jars, folder, settings);
            }
            LocalBroker broker =
                    new LocalBroker(jars, folder, listen, launch(jars, folder, "kafka.Kafka", settings.toString()));
            Runtime.getRuntime().addShutdownHook(broker.endWithJvm);
            broker.await();
            return broker;
        } catch (IOException failure) {
            throw new CannotStart("the broker's folder " + folder + " cannot be used: " + failure.getMessage());
        }
    }

    private static void format(Path jars, Path folder, Path settings) throws IOException {
        Process format = launch(
                jars,
                folder,
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                CLUSTER,
                "--config",
                settings.toString(),
                "--ignore-formatted");
        try {
            if (!format.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS) || format.exitValue() != 0) {
                format.destroyForcibly();
                throw new CannotStart("the broker's folder could not be formatted; see " + log(folder));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while the broker was starting");
        }
    }

    private static Process launch(Path jars, Path folder, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MEMORY);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.add("-cp");
        command.add(jars.toAbsolutePath() + "/*");
        command.add(main);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    private static Path log(Path folder) {
        return folder.resolve("broker.log");
    }

    private void await() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new CannotStart("the Kafka broker did not start; see " + log(folder));
            }
            try {
                Thread.sleep(PROBE_WAIT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
                throw new CannotStart("interrupted while the broker was starting");
            }
        }
    }

    private boolean answers() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /// Where clients find it: `127.0.0.1:PORT`.
    public String address() {
        return "127.0.0.1:" + port;
    }

    /// Ends the process at once, as the loss of its machine's power supply would end a process.
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts the process again on the same port and data.
    public void restart() {
        try {
            process = launch(
                    jars,
                    folder,
                    "kafka.Kafka",
                    folder.resolve("server.properties").toString());
        } catch (IOException failure) {
            throw new UncheckedIOException("the broker cannot be started again", failure);
        }
        await();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(endWithJvm);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException _) {
            // The JVM is ending already, and the hook does the rest.
        }
    }
}
