package dev.kept.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL processes that live in a cluster's directory, whoever started them, and how they are made to leave.
///
/// What `postmaster.pid` says proves nothing: its process may be long dead and its number another's. A server changes
/// into its data directory and stays there, and so do its children; hence a process is *proved* ours when its working
/// directory is the cluster and its program is called `postgres`. Only those are ever signalled. Whoever calls this
/// holds the owner's lock and has no server running, so each of them is left over from a killed owner or postmaster.
///
/// Once none is left, a `postmaster.pid` that names a living process names a stranger, and one cut short by a full disk
/// names nobody. PostgreSQL would refuse to start for the sake of either, so the file is removed then, and only then:
/// while an old backend lives, the file is what keeps a second server from writing to the same files.
///
/// @param cluster what PostgreSQL calls its data directory
/// @param previousOwner who owned the data directory before us; a server that is still its child is not left over
record Residents(Path cluster, OptionalLong previousOwner) {
    private static final Logger LOG = LoggerFactory.getLogger(Residents.class);
    private static final long POLL_MILLIS = 20;
    private static final long FAST_MILLIS = TimeUnit.SECONDS.toMillis(60);
    private static final long ORPHAN_MILLIS = TimeUnit.SECONDS.toMillis(2);
    private static final long QUIT_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final long KILL_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /// Makes room for a new server.
    void evict() throws IOException, InterruptedException {
        var found = pids();
        if (!found.isEmpty()) {
            var postmaster = postmasterPid().filter(found::contains);
            refuseWhileItsOwnerLives(postmaster);
            refuseDuringMaintenance();
            LOG.warn("processes {} of an earlier server are still in {}: they are told to end", found, cluster);
            var ended = postmaster.isPresent()
                    ? goneAfter("INT", Set.of(postmaster.get()), FAST_MILLIS)
                    : goneAfter("QUIT", found, ORPHAN_MILLIS);
            ended = ended || goneAfter("QUIT", pids(), QUIT_MILLIS) || goneAfter("KILL", pids(), KILL_MILLIS);
            if (!ended) {
                throw new StartRefused("Processes " + pids() + " of an earlier server in " + cluster
                        + " do not end even when killed: look at the disk they wait for.");
            }
        }
        var named = postmasterPid();
        var misleading = named.isEmpty() || ProcessHandle.of(named.get()).isPresent();
        if (misleading && Files.deleteIfExists(pidFile())) {
            LOG.warn(
                    "removed postmaster.pid in {}: it named {}, no server of that directory",
                    cluster,
                    named.map(pid -> "process " + pid).orElse("nobody"));
        }
    }

    private void refuseWhileItsOwnerLives(Optional<Long> postmaster) {
        var parent = postmaster
                .flatMap(ProcessHandle::of)
                .flatMap(ProcessHandle::parent)
                .map(ProcessHandle::pid);
        if (previousOwner.isPresent()
                && parent.isPresent()
                && parent.get() == previousOwner.getAsLong()
                && parent.get() != ProcessHandle.current().pid()) {
            throw OwnerLock.inUse(cluster, "process " + parent.get());
        }
    }

    /// `postgres --single` writes its pid with a minus sign; somebody sits before it.
    private void refuseDuringMaintenance() throws IOException {
        var pidLine = pidFileLines().stream().findFirst().map(String::strip).orElse("");
        if (pidLine.startsWith("-")) {
            throw OwnerLock.inUse(cluster, "the single-user process " + pidLine.substring(1));
        }
    }

    /// The processes proved to be servers of this cluster.
    Set<Long> pids() throws IOException {
        var found = new ArrayList<Long>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (var process : processes) {
                if (livesHere(process)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return found.stream().collect(Collectors.toUnmodifiableSet());
    }

    /// Whether the server with this pid says that it takes connections.
    boolean ready(long pid) throws IOException {
        var lines = pidFileLines();
        return lines.size() > 7
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(7).strip().equals("ready");
    }

    private boolean goneAfter(String signal, Set<Long> targets, long millis) throws IOException, InterruptedException {
        for (var pid : targets) {
            if (livesHere(Path.of("/proc", Long.toString(pid)))) {
                Tools.signal(signal, pid);
            }
        }
        for (long waited = 0; waited < millis; waited += POLL_MILLIS) {
            if (pids().isEmpty()) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return pids().isEmpty();
    }

    private boolean livesHere(Path process) {
        try {
            var program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
            return program != null
                    && program.toString().matches("postgres( \\(deleted\\))?")
                    && Files.isSameFile(process.resolve("cwd"), cluster);
        } catch (IOException _) {
            return false; // it ended, or belongs to an account whose processes are none of ours
        }
    }

    private Optional<Long> postmasterPid() throws IOException {
        return pidFileLines().stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,10}"))
                .map(Long::parseLong);
    }

    private List<String> pidFileLines() throws IOException {
        try {
            return Files.readAllLines(pidFile());
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }
}
