package dev.kept.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// The account that server processes run under, as the words put before their command.
///
/// PostgreSQL refuses to run as root, and `initdb` refuses an account without a name. In this order:
///
/// | who starts it | how the server runs |
/// |---|---|
/// | an ordinary account | as that account |
/// | root, the cluster belongs to another account | as that account |
/// | root, or an account without a name | in a user namespace of its own (`unshare -U`), without any privilege |
/// | root where namespaces are forbidden (containers) | as `nobody`, who then owns the cluster |
///
/// @param words what to put before a command
/// @param fileOwner the uid that must own the cluster's files, where it is not the uid of this process
record Account(List<String> words, OptionalInt fileOwner) {
    private static final int NOBODY = 65_534;
    private static final int PROBE_SECONDS = 10;

    static Account of(Path dataDirectory, Path home) throws IOException {
        var me = ownUid();
        var clusterOwner = Files.exists(home) ? uidOf(home) : me;
        if (me == 0) {
            if (clusterOwner != 0) {
                return switched(clusterOwner, gidOf(home));
            }
            return namespace().orElseGet(Account::nobody);
        }
        if (clusterOwner != me) {
            throw new StartRefused("The database in " + dataDirectory + " belongs to uid " + clusterOwner
                    + ", and this process is uid " + me + ": run as that user, or choose another data directory.");
        }
        if (System.getProperty("user.name", "?").equals("?")) {
            return namespace()
                    .orElseThrow(
                            () -> new StartRefused(
                                    "Uid " + me
                                            + " has no name in /etc/passwd, which PostgreSQL needs: add an entry, or run as another user."));
        }
        return new Account(List.of(), OptionalInt.empty());
    }

    private static Account switched(int uid, int gid) {
        return new Account(
                List.of(Tools.path("setpriv"), "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"),
                OptionalInt.of(uid));
    }

    private static Optional<Account> namespace() {
        var words = List.of(Tools.path("unshare"), "-U");
        try {
            var probe = new ProcessBuilder(List.of(words.get(0), words.get(1), Tools.path("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return Optional.empty();
            }
            return probe.exitValue() == 0 ? Optional.of(new Account(words, OptionalInt.empty())) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StartRefused("Interrupted before the server was started: start it again.");
        }
    }

    private static int ownUid() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.split("\\s+", -1)[2]);
            }
        }
        throw new IOException("/proc/self/status names no uid");
    }

    private static int uidOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private static int gidOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:gid");
    }

    static Account nobody() {
        return switched(NOBODY, NOBODY);
    }

    /// Lets the account reach a data directory of ours, or says why it cannot.
    void admit(Path dataDirectory) throws IOException {
        if (fileOwner.isEmpty()) {
            return;
        }
        var permissions = Files.getPosixFilePermissions(dataDirectory);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(dataDirectory, permissions);
        for (var path = dataDirectory.getParent(); path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                throw new StartRefused("PostgreSQL must run as uid " + fileOwner.getAsInt() + " here, and " + path
                        + " is closed to it: choose a data directory elsewhere, or run as an ordinary user.");
            }
        }
    }

    /// Hands a file over to the account, where it is not ours already.
    void own(Path path) throws IOException {
        if (fileOwner.isPresent()) {
            Files.setAttribute(path, "unix:uid", fileOwner.getAsInt());
            Files.setAttribute(path, "unix:gid", fileOwner.getAsInt());
        }
    }
}
