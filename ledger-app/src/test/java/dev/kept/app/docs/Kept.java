package dev.kept.app.docs;

import dev.kept.embedded.TestFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs `./kept` and shell commands the way a newcomer does, on folders and a port of their own.
final class Kept {
    private static final Path ROOT = Repository.find().root();
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path folder;
    private final int port;

    private Kept(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static Kept fresh() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new Kept(TestFolder.create("newcomer"), free.getLocalPort());
        }
    }

    record Run(int exitCode, String out, String err) {}

    Path data() {
        return folder.resolve("data");
    }

    Path folder() {
        return folder;
    }

    int port() {
        return port;
    }

    private ProcessBuilder shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command).directory(ROOT.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "KEPT_DATA", data().toString(),
                        "KEPT_DEMO_DATA", folder.resolve("demo").toString(),
                        "KEPT_PORT", Integer.toString(port)));
        return builder;
    }

    /// Runs a command to its end.
    Run run(String command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", null);
        Path err = Files.createTempFile(folder, "err", null);
        Process process = shell(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("no end within " + LIMIT + ": " + command + "\n" + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// Starts a command that serves until it is stopped, and waits until it says that it does all it was asked for.
    Serving serve(String command, String ready) throws IOException, InterruptedException {
        Path err = Files.createTempFile(folder, "serve", null);
        Process process = shell("exec " + command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!Files.readString(err).contains(ready)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not serve:\n" + Files.readString(err));
            }
            Thread.sleep(50);
        }
        return new Serving(process, err);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return CLIENT.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// A server that runs.
    record Serving(Process process, Path err) implements AutoCloseable {
        /// As Ctrl-C and a service manager do it.
        int stop() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not stop within " + LIMIT);
            }
            return process.exitValue();
        }

        /// As `kill -9` of the ledger and of every process it has started.
        void kill() throws InterruptedException {
            List<ProcessHandle> family = process.descendants().toList();
            process.destroyForcibly();
            family.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }

        String said() throws IOException {
            return Files.readString(err);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroyForcibly();
        }
    }
}
