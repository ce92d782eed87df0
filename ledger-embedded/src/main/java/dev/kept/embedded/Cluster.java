package dev.kept.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The database files of one data directory, made once and complete or not at all.
///
/// ```
/// <data directory>/owner.lock           who owns it
///                  server.log           what the server says
///                  postgres/cluster     what PostgreSQL calls its data directory
///                  postgres/password    the superuser's, 0600
///                  postgres.new-…       the side directory of a first start; a leftover of a killed one is removed
/// ```
/// A side directory has a name of its own, since children of a killed start may still be at work in theirs.
/// Cluster and password come into being by the same rename, so that neither exists without the other.
///
/// @param home the directory `postgres`
record Cluster(Path home) {
    static final String SUPERUSER = "kept_admin";

    private static final String HOME = "postgres";
    private static final String SIDE = "postgres.new-";
    private static final int PASSWORD_BYTES = 32;
    private static final int INITDB_MINUTES = 10;
    private static final int LOG_LINES = 10;

    static Path home(Path dataDirectory) {
        return dataDirectory.resolve(HOME);
    }

    /// Opens the cluster of a data directory whose lock we hold, and makes it first where there is none.
    static Cluster open(Path dataDirectory, Account account, Binaries binaries) throws IOException {
        if (Files.exists(dataDirectory.resolve("PG_VERSION"))) {
            throw new StartRefused("The directory " + dataDirectory + " is itself a PostgreSQL data directory, made by "
                    + "another program: choose another one.");
        }
        removeLeftovers(dataDirectory);
        var cluster = new Cluster(home(dataDirectory));
        if (!Files.exists(cluster.home)) {
            create(dataDirectory, account, binaries);
        }
        cluster.check();
        return cluster;
    }

    Path files() {
        return home.resolve("cluster");
    }

    String password() throws IOException {
        return Files.readString(home.resolve("password")).strip();
    }

    private void check() throws IOException {
        var version = files().resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new StartRefused("The database in " + home + " is damaged, its file cluster/PG_VERSION is missing: "
                    + "restore a backup, or choose another data directory.");
        }
        var major = Files.readString(version).strip();
        if (!major.equals(Binaries.MAJOR)) {
            throw new StartRefused("The database in " + home + " was made by PostgreSQL " + major + ", and this is "
                    + Binaries.VERSION + ": dump it with the old version and load it into a new data directory.");
        }
        if (!Files.exists(home.resolve("password"))) {
            throw new StartRefused("The superuser's password file " + home.resolve("password")
                    + " is missing: put it back from a backup.");
        }
    }

    private static void removeLeftovers(Path dataDirectory) throws IOException {
        try (var sides = Files.newDirectoryStream(dataDirectory, SIDE + "*")) {
            for (var side : sides) {
                Trees.deleteLeftover(side);
            }
        }
    }

    private static void create(Path dataDirectory, Account account, Binaries binaries) throws IOException {
        var side = Files.createTempDirectory(
                dataDirectory,
                SIDE,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            var password = side.resolve("password");
            writePassword(password);
            account.own(password);
            account.own(side);
            initialise(dataDirectory, side, account, binaries);
            Trees.sync(side);
            Files.move(side, home(dataDirectory), StandardCopyOption.ATOMIC_MOVE);
            Trees.sync(dataDirectory);
        } catch (IOException | RuntimeException failure) {
            try {
                Trees.delete(side);
            } catch (IOException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    private static void writePassword(Path file) throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try (var channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap(password.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    private static void initialise(Path dataDirectory, Path side, Account account, Binaries binaries)
            throws IOException {
        var log = side.resolve("initdb.log");
        var initdb = Tools.child(
                        account,
                        "KILL",
                        List.of(
                                binaries.program("initdb").toString(),
                                "--pgdata=" + side.resolve("cluster"),
                                "--username=" + SUPERUSER,
                                "--pwfile=" + side.resolve("password"),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--data-checksums",
                                "--no-instructions"))
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!initdb.waitFor(INITDB_MINUTES, TimeUnit.MINUTES)) {
                throw new StartRefused("The database in " + side + " was not made within " + INITDB_MINUTES
                        + " minutes: look at " + log + " and at the disk.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StartRefused("Interrupted while the database was made: start it again.");
        } finally {
            initdb.destroyForcibly();
        }
        if (initdb.exitValue() != 0) {
            throw Diagnosis.refusal(
                    "make a database", dataDirectory, initdb.exitValue(), ServerLog.lastLines(log, 0, LOG_LINES));
        }
        Files.delete(log);
    }
}
