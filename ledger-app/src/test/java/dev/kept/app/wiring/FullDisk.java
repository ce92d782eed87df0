package dev.kept.app.wiring;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A ledger in a process of its own whose data folder is a small file system of its own, which can be filled and freed.
///
/// The file system is mounted where that process alone sees it, so it goes with the process; a root that may not mount
/// tries it as the root of a user namespace.
final class FullDisk implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(100);
    private static final Pattern URL = Pattern.compile("pages and API +(http://\\S+)");
    private static final int MOST_WAL_FILES = 100;
    private static final String MOUNT_AND_RUN =
            "mount -t tmpfs -o mode=0755,size=\"$0\" tmpfs \"$1\" && shift && exec \"$@\"";

    private final Process process;
    private final Path disk;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private FullDisk(Process process, Path disk, String url) {
        this.process = process;
        this.disk = disk;
        this.url = url;
    }

    /// @param mount where to mount: an empty folder
    /// @param log where the process writes what it has to say, on another file system
    static FullDisk start(Path mount, String size, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(namespace());
        command.addAll(List.of("sh", "-c", MOUNT_AND_RUN, size, mount.toString()));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.kept.app.cli.Main", "serve", "--port", "0"));
        command.addAll(List.of("--data", mount.resolve("data").toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher said = URL.matcher(Files.readString(log));
            if (said.find()) {
                // As that process sees it; here the folder stays empty.
                Path disk = Path.of("/proc/" + process.pid() + "/root" + mount);
                return new FullDisk(process, disk, said.group(1));
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new IllegalStateException("no ledger on a file system of its own; command: " + String.join(" ", command)
                + "\n" + Files.readString(log));
    }

    private static List<String> namespace() throws IOException, InterruptedException {
        for (List<String> words : List.of(List.of("unshare", "-m"), List.of("unshare", "-Urm"))) {
            List<String> probe = new ArrayList<>(words);
            probe.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", "/mnt"));
            Process tried = new ProcessBuilder(probe).redirectErrorStream(true).start();
            if (tried.waitFor(20, TimeUnit.SECONDS) && tried.exitValue() == 0) {
                return words;
            }
        }
        throw new IllegalStateException(
                "a full disk cannot be tried here: neither `unshare -m mount -t tmpfs tmpfs /mnt`"
                        + " nor the same with `unshare -Urm` works; run as root with CAP_SYS_ADMIN (docker: --cap-add SYS_ADMIN"
                        + " --security-opt apparmor=unconfined) or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1)");
    }

    /// Takes what room there is, but for so many bytes.
    void fill(long leave) throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler())) {
            for (long left = room() - leave; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(block.length, left));
            }
        }
    }

    /// Takes the write-ahead log's next file, and the next, until there is no room for one more, which ends the server.
    void useUpWriteAheadLog() throws IOException {
        Path postgres = disk.resolve("data/postgres/postgres");
        String port =
                Files.readAllLines(postgres.resolve("cluster/postmaster.pid")).get(3);
        String password = Files.readString(postgres.resolve("password")).strip();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/kept", "kept_admin", password);
                var statement = connection.createStatement()) {
            for (int files = 0; files < MOST_WAL_FILES; files++) {
                statement.execute("select pg_create_restore_point('full')");
                statement.execute("select pg_switch_wal()");
            }
        } catch (SQLException _) {
            return; // as intended: the server gave up
        }
        throw new IllegalStateException("the server found room for " + MOST_WAL_FILES + " files of its log");
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    long room() throws IOException {
        return Files.getFileStore(disk).getUsableSpace();
    }

    private Path filler() {
        return disk.resolve("filler");
    }

    boolean alive() {
        return process.isAlive();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(disk.resolve("data/token")).strip())
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(REQUEST_LIMIT);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        client.close();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
